"""One part of the events in a process of its own, which stops for good at a named point.

Usage: python crashing.py POINT DATABASE_URL REDIS_URL. It writes `reached` there, and waits to
be killed.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from sqlalchemy import text

from alice_contracts.events.assets import AssetDeleted
from alice_contracts.services import ASSETS, SEARCH
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.events.codec import Fact
from alice_core.events.consumer import Consumer
from alice_core.events.outbox import Outbox
from alice_core.events.relay import Relay
from alice_core.events.snapshots import Snapshots
from alice_core.events.subscription import Subscription


async def stop_for_good(*_) -> None:
    sys.stdout.write("reached\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


class BeforeSending(Bus):
    publish = stop_for_good


class BeforeItIsOnDisk(Bus):
    async def publish(self, messages):
        async with self.client.pipeline(transaction=False) as pipeline:
            for stream, fields in messages:
                pipeline.xadd(stream, fields)
            await pipeline.execute()
        await stop_for_good()


class AfterSending(Bus):
    async def publish(self, messages):
        await super().publish(messages)
        await stop_for_good()


class BeforeAcknowledging(Bus):
    acknowledge = stop_for_good


async def fold_all(session, deliveries) -> None:
    rows = [{"s": d.event.subject, "r": d.event.revision} for d in deliveries]
    await session.execute(text("INSERT INTO folded (subject, revision) VALUES (:s, :r)"), rows)


async def fold_half(session, deliveries) -> None:
    await fold_all(session, deliveries[: len(deliveries) // 2])
    await stop_for_good()


async def two_pages(session, after, limit):
    pages = {None: "subject-1", "subject-1": "subject-2"}
    if after:
        await stop_for_good()
    return [Fact(pages[after], 1, AssetDeleted())]


def relay_on(bus: type[Bus]) -> Callable[[Database, str], Awaitable[None]]:
    return lambda database, url: Relay(database, bus(url, ASSETS), ASSETS).run()


def consumer_on(bus: type[Bus], fold) -> Callable[[Database, str], Awaitable[None]]:
    subscription = Subscription((AssetDeleted,), fold, ("alice.assets",))
    return lambda database, url: Consumer(
        database, bus(url, SEARCH), SEARCH, subscription, "one"
    ).run()


def snapshot(database: Database, _url: str) -> Awaitable[None]:
    return Snapshots(ASSETS, Outbox(ASSETS), two_pages).worker(database, "one").run()


POINTS = {
    "after commit, before XADD": relay_on(BeforeSending),
    "after XADD, before it is on disk": relay_on(BeforeItIsOnDisk),
    "after XADD, before DELETE": relay_on(AfterSending),
    "after commit, before XACK": consumer_on(BeforeAcknowledging, fold_all),
    "in the middle of a batch": consumer_on(Bus, fold_half),
    "in the middle of a snapshot": snapshot,
}

if __name__ == "__main__":
    point, database_url, redis_url = sys.argv[1:]
    asyncio.run(POINTS[point](Database(database_url), redis_url))
