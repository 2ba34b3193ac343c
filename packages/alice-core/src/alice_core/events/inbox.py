"""The inbox: every event is folded once, in the transaction that remembers it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from alice_core.database import Database
from alice_core.events.notices import Connection
from alice_core.events.subscription import Delivery, Fold

# In one order everywhere, so that two consumers with the same events cannot deadlock.
_REMEMBER = text(
    "INSERT INTO processed_events (consumer_group, event_id) "
    "SELECT :group, id FROM unnest(CAST(:ids AS uuid[])) AS id ORDER BY id "
    "ON CONFLICT DO NOTHING RETURNING event_id"
)


class Inbox:
    """Folds for one consumer group, under which the events are remembered."""

    def __init__(self, database: Database, group: str, fold: Fold) -> None:
        self._database = database
        self._group = group
        self._fold = fold

    async def take(self, deliveries: Sequence[Delivery]) -> int:
        """Fold what was not folded before, all or nothing; returns how many that were.

        Raises what the fold or the database raises.
        """
        async with self._database.transaction() as session:
            fresh = await self._remember(session, deliveries)
            if fresh:
                await self._fold(session, fresh)
        return len(fresh)

    async def _remember(
        self, session: AsyncSession, deliveries: Sequence[Delivery]
    ) -> list[Delivery]:
        ids = [delivery.event.id for delivery in deliveries]
        new: set[UUID] = set(await session.scalars(_REMEMBER, {"group": self._group, "ids": ids}))
        fresh = []
        for delivery in deliveries:
            if delivery.event.id in new:
                new.remove(delivery.event.id)
                fresh.append(delivery)
        return fresh


async def forget(connection: Connection, age: timedelta, limit: int) -> int:
    """Drop up to `limit` memories that are older than `age`; returns how many that were."""
    cursor = await connection.execute(
        "DELETE FROM processed_events WHERE ctid = ANY(ARRAY(SELECT ctid FROM processed_events "
        "WHERE processed_at < now() - %s LIMIT %s))",
        (age, limit),
    )
    return cursor.rowcount
