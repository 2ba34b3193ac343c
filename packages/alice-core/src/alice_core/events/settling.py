"""Settling what was received: folded, ignored, left for later, or buried."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from alice_contracts.envelope import Event
from alice_contracts.services import Service
from alice_contracts.streams import EVENT_TYPES, dead_stream
from alice_core.database import Database
from alice_core.events import metrics
from alice_core.events.bus import Bus, Entry
from alice_core.events.codec import decode
from alice_core.events.dead_letters import obituary
from alice_core.events.inbox import Inbox
from alice_core.events.outages import Backoff, through_outages
from alice_core.events.subscription import Delivery, Subscription
from alice_core.logs import get_logger
from alice_core.tracing import trace

MAX_DELIVERIES = 5
FATAL_DELIVERIES = 10
"""An event delivered more often without one failed fold has ended its process each time."""

log = get_logger(__name__)


@dataclass(frozen=True)
class Received:
    """An entry with the number of times that it was delivered, this one included."""

    entry: Entry
    deliveries: int

    @property
    def type(self) -> str:
        return self.entry.fields.get("type", b"").decode(errors="replace")


class FatalEventError(Exception):
    """Folding the event takes the process down, so it is not tried again."""


Failures = list[tuple[Received, Exception]]
Readable = tuple[Received, Delivery]


class Settler:
    def __init__(
        self, database: Database, bus: Bus, service: Service, subscription: Subscription
    ) -> None:
        self._bus = bus
        self._service = service
        self._types = {data.type: data for data in subscription.types}
        self._inbox = Inbox(database, bus.group, subscription.fold)
        self._pause = Backoff(f"consumer {service.short}: database")

    async def settle(self, batch: Sequence[Received]) -> None:
        """Fold the batch, acknowledge what is settled, and bury what failed too often.

        Returns only once the database has answered: while it is down the batch waits here,
        and no delivery is counted. Raises `BusUnavailableError` and `GroupLostError`.
        """
        readable, failures = self._decode([one for one in batch if self._is_heard(one)])
        failures += await self._fold(readable)
        failed = {id(one) for one, _ in failures}
        await self._acknowledge([one for one in batch if id(one) not in failed])
        for one, error in failures:
            await self._leave_or_bury(one, error)

    def _is_heard(self, one: Received) -> bool:
        """Whether the fold takes this type; an entry without a type is a fault, not unheard."""
        if one.type in self._types or not one.type:
            return True
        if one.type not in EVENT_TYPES:
            log.info("unknown event type", type=one.type, stream=one.entry.stream)
            metrics.UNKNOWN.labels(self._service.short).inc()
        return False

    def _decode(self, batch: Sequence[Received]) -> tuple[list[Readable], Failures]:
        readable: list[Readable] = []
        failures: Failures = []
        for one in batch:
            try:
                event = self._event(one)
            except (ValidationError, KeyError, FatalEventError) as error:
                failures.append((one, error))
            else:
                readable.append((one, Delivery(one.entry.stream, one.entry.id, event)))
        return readable, failures

    def _event(self, one: Received) -> Event[Any]:
        if one.deliveries > FATAL_DELIVERIES:
            raise FatalEventError("the process ended each time when it folded this event")
        return decode(self._types[one.type], one.entry.fields["event"])

    async def _fold(self, readable: Sequence[Readable]) -> Failures:
        """All at once, or each by itself when that fails."""
        error = await self._attempt(readable)
        if error is None:
            return []
        if len(readable) == 1:
            return [(readable[0][0], error)]
        return [failure for one in readable for failure in await self._fold([one])]

    async def _attempt(self, readable: Sequence[Readable]) -> Exception | None:
        if not readable:
            return None
        deliveries = [delivery for _, delivery in readable]
        traces = {delivery.event.traceparent for delivery in deliveries}
        common = traces.pop() if len(traces) == 1 else None
        try:
            with trace(common):
                await through_outages(self._pause, lambda: self._inbox.take(deliveries))
        except Exception as error:  # noqa: BLE001 - whatever a fold raises is its event's fault
            return error
        return None

    async def _acknowledge(self, settled: Sequence[Received]) -> None:
        by_stream: dict[str, list[str]] = defaultdict(list)
        for one in settled:
            by_stream[one.entry.stream].append(one.entry.id)
            outcome = "folded" if one.type in self._types else "ignored"
            self._count(one, outcome)
        await self._bus.acknowledge(by_stream)

    async def _leave_or_bury(self, one: Received, error: Exception) -> None:
        dead = one.deliveries >= MAX_DELIVERIES
        log.warning(
            "event buried" if dead else "event failed",
            type=one.type,
            stream=one.entry.stream,
            entry=one.entry.id,
            deliveries=one.deliveries,
            error=f"{type(error).__name__}: {error}",
        )
        if dead:
            await self.bury(one, error)
        else:
            self._count(one, "failed")

    async def bury(self, one: Received, error: Exception) -> None:
        """Move it to the service's dead letters."""
        fields = obituary(one.entry, one.deliveries, f"{type(error).__name__}: {error}")
        await self._bus.bury(one.entry, dead_stream(self._service), fields)
        self._count(one, "buried")

    def _count(self, one: Received, outcome: str) -> None:
        known = one.type if one.type in EVENT_TYPES else "unknown"
        metrics.CONSUMED.labels(self._service.short, known, outcome).inc()
