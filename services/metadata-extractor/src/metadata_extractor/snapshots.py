"""A rebuild asks for all facts: pages of them, in the order of asset ids."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.events.metadata import MetadataExtracted
from alice_core.events.outbox import Fact
from metadata_extractor import repository


async def page(session: AsyncSession, after: str | None, limit: int) -> Sequence[Fact]:
    return [
        Fact(row.asset_id, row.revision, MetadataExtracted.model_validate(row.fact))
        for row in await repository.page(session, after, limit)
    ]
