"""The outbox: facts that leave with the transaction that made them true."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.rows import class_row
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.envelope import EventData
from alice_contracts.services import Service
from alice_contracts.streams import STREAMS, home_stream
from alice_core.events.codec import Fact, FactTooLargeError, encode
from alice_core.events.notices import Connection
from alice_core.events.tables import outbox

__all__ = ["CHANNEL", "Fact", "FactTooLargeError", "Outbox", "Outgoing"]

CHANNEL = "outbox"

_ADD = text(
    "WITH added AS (INSERT INTO outbox (stream, type, event) "
    "SELECT stream, type, event FROM unnest(CAST(:streams AS text[]), CAST(:types AS text[]), "
    "CAST(:events AS text[])) WITH ORDINALITY AS fact(stream, type, event, place) "
    "ORDER BY place) SELECT pg_notify(:channel, '')"
)


class Outbox:
    def __init__(self, service: Service) -> None:
        self._service = service

    async def add(
        self,
        session: AsyncSession,
        facts: Iterable[Fact],
        stream: str | None = None,
        rebuild: UUID | None = None,
    ) -> None:
        """Write facts in the caller's transaction, which alone decides whether they hold.

        They go to the stream of their type, or to `stream`; a snapshot's name the rebuild
        that it is for. Raises `LookupError` for a type
        that the service does not publish there, and `FactTooLargeError`.
        """
        rows = [
            (
                self._stream(type(fact.data), stream),
                fact.data.type,
                encode(self._service, fact, rebuild),
            )
            for fact in facts
        ]
        if not rows:
            return
        streams, types, events = (list(column) for column in zip(*rows, strict=True))
        await session.execute(
            _ADD, {"streams": streams, "types": types, "events": events, "channel": CHANNEL}
        )

    async def size(self, session: AsyncSession, limit: int | None = None) -> int:
        """How many events wait to be sent, counted up to `limit`."""
        waiting = select(outbox.c.id).limit(limit).subquery()
        return await session.scalar(select(func.count()).select_from(waiting)) or 0

    async def oldest(self, session: AsyncSession) -> datetime | None:
        """Since when the event that waits longest does so."""
        oldest: datetime | None = await session.scalar(select(func.min(outbox.c.created_at)))
        return oldest

    def _stream(self, data: type[EventData], stream: str | None) -> str:
        if stream is None:
            return home_stream(data, self._service).name
        target = STREAMS[stream]
        if self._service not in target.publishers or data not in target.types:
            raise LookupError(f"{self._service.short} does not publish {data.type} on {stream}")
        return stream


@dataclass(frozen=True)
class Outgoing:
    """A row on its way to the bus."""

    id: int
    stream: str
    type: str
    event: str


async def next_batch(connection: Connection, held: Sequence[str], limit: int) -> list[Outgoing]:
    """The oldest rows, apart from those of streams that are held back."""
    async with connection.cursor(row_factory=class_row(Outgoing)) as cursor:
        await cursor.execute(
            "SELECT id, stream, type, event FROM outbox WHERE stream <> ALL(%s) "
            "ORDER BY id LIMIT %s",
            (list(held), limit),
        )
        return await cursor.fetchall()


async def remove(connection: Connection, ids: Sequence[int]) -> None:
    await connection.execute("DELETE FROM outbox WHERE id = ANY(%s)", (list(ids),))
