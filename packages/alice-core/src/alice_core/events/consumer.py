"""The consumer: reads a service's streams in its own group and folds them in batches."""

import asyncio
from collections.abc import Sequence

from alice_contracts.services import Service
from alice_contracts.streams import heard_by
from alice_core.database import Database
from alice_core.events.bus import Bus, Pending
from alice_core.events.cancellation import honour_cancellation
from alice_core.events.errors import BusUnavailableError, GroupLostError
from alice_core.events.outages import Backoff
from alice_core.events.settling import MAX_DELIVERIES, Received, Settler
from alice_core.events.subscription import Delivery, Subscription
from alice_core.logs import get_logger

__all__ = ["Consumer", "Delivery", "Subscription"]

BATCH = 500

log = get_logger(__name__)


class Consumer:
    """Takes events until it is cancelled.

    `instance` names it within the group: a process that comes back under its old name goes on
    at once with what it was given, and others take that over after `claim_idle` seconds. An
    event whose fold failed is delivered again after as long, up to five times.
    """

    def __init__(
        self,
        database: Database,
        bus: Bus,
        service: Service,
        subscription: Subscription,
        instance: str,
        *,
        claim_idle: float = 30.0,
        block: float = 5.0,
    ) -> None:
        self._bus = bus
        self._streams = subscription.streams or tuple(s.name for s in heard_by(service))
        if not self._streams:
            raise ValueError(f"{service.short} hears no stream; name one in Subscription.streams")
        self._instance = instance
        self._claim_idle = claim_idle
        self._block = min(block, claim_idle)
        self._claim_at = 0.0
        self._settler = Settler(database, bus, service, subscription)
        self._pause = Backoff(f"consumer {service.short}")

    async def run(self) -> None:
        while True:
            try:
                await self._bus.ensure_groups(self._streams)
                await self._redeliver(self._instance, idle=0)
                await self._consume()
            except GroupLostError as error:
                log.warning("group lost, made anew", reason=str(error))
                await self._pause.pause(error)
            except BusUnavailableError as error:
                await self._pause.pause(error)

    async def _consume(self) -> None:
        while True:
            honour_cancellation()
            await self._claim_if_due()
            entries = await self._bus.read(self._streams, self._instance, BATCH, self._block)
            self._pause.reset()
            await self._settler.settle([Received(entry, 1) for entry in entries])

    async def _claim_if_due(self) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._claim_at:
            return
        self._claim_at = now + self._claim_idle / 2
        await self._redeliver(None, idle=self._claim_idle)
        for stream in self._streams:
            await self._bus.forget_idle_consumers(stream)

    async def _redeliver(self, consumer: str | None, *, idle: float) -> None:
        """Take again what was given to `consumer`, or to anyone, and never acknowledged.

        XPENDING and XCLAIM do what XAUTOCLAIM does, and tell how often each was delivered.
        """
        for stream in self._streams:
            after = None
            while page := await self._bus.pending(
                stream, idle=idle, consumer=consumer, after=after, count=BATCH
            ):
                honour_cancellation()
                await self._retry(stream, page, idle)
                after = page[-1].id

    async def _retry(self, stream: str, page: Sequence[Pending], idle: float) -> None:
        """Take a page at once, but what keeps killing its consumer alone, each by itself."""
        together = [row for row in page if row.deliveries < MAX_DELIVERIES]
        alone = [row for row in page if row.deliveries >= MAX_DELIVERIES]
        for rows in (together, *([row] for row in alone)):
            if rows:
                await self._settler.settle(await self._claim(stream, rows, idle))

    async def _claim(self, stream: str, rows: Sequence[Pending], idle: float) -> list[Received]:
        deliveries = {row.id: row.deliveries + 1 for row in rows}
        entries = await self._bus.claim(stream, self._instance, list(deliveries), idle)
        return [Received(entry, deliveries[entry.id]) for entry in entries]
