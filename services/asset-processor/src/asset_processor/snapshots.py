"""A rebuild asks for all facts: pages of them, in the order of asset ids."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from alice_core.events.outbox import Fact
from asset_processor.assets import facts, repository


async def page(session: AsyncSession, after: str | None, limit: int) -> Sequence[Fact]:
    rows = await repository.page(session, after, limit)
    locations = await repository.locations_of(session, [row.asset_id for row in rows])
    return [fact for row in rows for fact in facts.snapshot(row, locations[row.asset_id])]
