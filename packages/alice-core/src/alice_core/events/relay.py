"""The relay: one leader a service brings the outbox to the bus, in order and in batches."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from alice_contracts.services import Service
from alice_contracts.streams import published_by
from alice_core.database import Database
from alice_core.events import inbox, metrics, outbox
from alice_core.events.bus import Bus
from alice_core.events.cancellation import honour_cancellation
from alice_core.events.errors import BusUnavailableError
from alice_core.events.notices import Connection, listen, wait_for_notice
from alice_core.events.outages import Backoff, through_outages
from alice_core.events.outbox import Outgoing
from alice_core.events.trimming import KEPT_SECONDS, trim, unacknowledged
from alice_core.logs import get_logger

LEADER_LOCK = 0x72656C6179  # "relay"
MEMORY = timedelta(days=7)
FORGET_AT_ONCE = 10_000

log = get_logger(__name__)


class Relay:
    """Sends outbox rows until it is cancelled.

    Whoever holds a session lock on its own connection is the leader, and works on that
    connection alone: with the lock goes the ability to send. A row is deleted once the server
    has it on disk; a crash in between sends it twice, which inboxes see through.

    A stream with more than `unacknowledged_limit` entries that its slowest group has not
    acknowledged is held back: its rows wait here. The leader also trims the service's streams
    and forgets old inbox entries, every `housekeeping` seconds.
    """

    def __init__(
        self,
        database: Database,
        bus: Bus,
        service: Service,
        *,
        unacknowledged_limit: int = 500_000,
        batch: int = 500,
        poll: float = 5.0,
        housekeeping: float = 15.0,
        kept: float = KEPT_SECONDS,
    ) -> None:
        self._database = database
        self._bus = bus
        self._service = service
        self._limit = unacknowledged_limit
        self._batch = batch
        self._poll = poll
        self._housekeeping = housekeeping
        self._kept = kept
        self._held: set[str] = set()
        self._clean_at = 0.0
        self._database_pause = Backoff("relay: database", ceiling=poll)
        self._bus_pause = Backoff("relay: bus", ceiling=poll)
        self.round_trips = 0

    async def run(self) -> None:
        await through_outages(self._database_pause, self._serve)

    async def _serve(self) -> None:
        async with self._database.direct() as connection:
            self._database_pause.reset()
            await self._stand_by(connection)
            await self._lead(connection)

    async def _stand_by(self, connection: Connection) -> None:
        """Return as the leader. Asking now and then holds no snapshot, unlike waiting would."""
        while not await self._take_lead(connection):
            honour_cancellation()
            await wait_for_notice(connection, self._poll)
        log.info("relay leads")

    async def _take_lead(self, connection: Connection) -> bool:
        cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", (LEADER_LOCK,))
        row = await cursor.fetchone()
        return row is not None and bool(row[0])

    async def _lead(self, connection: Connection) -> None:
        await listen(connection, outbox.CHANNEL)
        while True:
            honour_cancellation()
            try:
                more = await self._step(connection)
            except BusUnavailableError as error:
                await self._bus_pause.pause(error)
                continue
            self._bus_pause.reset()
            if not more:
                await wait_for_notice(connection, self._poll)

    async def _step(self, connection: Connection) -> bool:
        """Send one batch; whether there may be more."""
        await self._clean_if_due(connection)
        await self._release_held()
        rows = await outbox.next_batch(connection, sorted(self._held), self._batch)
        self.round_trips += 1
        if rows:
            await self._send(connection, rows)
        return len(rows) == self._batch

    async def _send(self, connection: Connection, rows: Sequence[Outgoing]) -> None:
        published = await self._bus.publish(
            [(row.stream, {"type": row.type, "event": row.event}) for row in rows]
        )
        sent = rows[: published.sent]
        if sent:
            await outbox.remove(connection, [row.id for row in sent])
            self.round_trips += 1
        for kind, count in Counter(row.type for row in sent).items():
            metrics.PUBLISHED.labels(self._service.short, kind).inc(count)
        for stream, length in published.lengths.items():
            if length > self._limit:
                await self._hold_if_full(stream)
        if published.refusal:
            raise BusUnavailableError(published.refusal)

    async def _hold_if_full(self, stream: str) -> None:
        if await self._is_full(stream):
            log.warning("stream held back", stream=stream, limit=self._limit)
            self._held.add(stream)

    async def _release_held(self) -> None:
        for stream in sorted(self._held):
            if not await self._is_full(stream):
                log.info("stream released", stream=stream)
                self._held.discard(stream)

    async def _is_full(self, stream: str) -> bool:
        return await unacknowledged(self._bus, stream) > self._limit

    async def _clean_if_due(self, connection: Connection) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._clean_at:
            return
        self._clean_at = now + self._housekeeping
        while await inbox.forget(connection, MEMORY, FORGET_AT_ONCE) == FORGET_AT_ONCE:
            continue
        for stream in published_by(self._service):
            await trim(self._bus, stream.name, kept=self._kept)
