"""Events a second through outbox, relay, bus and inbox, beside bare redis-py on the same server.

Starts a PostgreSQL and a Valkey of its own. Bare redis-py adds in pipelines of 500 and
reads and acknowledges as many at once: the same batches, without durability, a database or
types. Prints a table, then JSON as the last line.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.events.assets import AssetDeleted
from alice_contracts.services import ASSETS, SEARCH
from alice_core.database import Database, engine_url
from alice_core.events.bus import Bus
from alice_core.events.codec import encode
from alice_core.events.consumer import Consumer
from alice_core.events.outbox import Fact, Outbox
from alice_core.events.relay import Relay
from alice_core.events.subscription import Delivery, Subscription
from alice_core.events.tables import create_inbox, create_outbox
from alice_core.testing import eventually, new_postgres, new_valkey
from alice_core.testing.databases import Databases
from alice_core.testing.servers import server_directory

STREAM = "alice.assets"
BATCH = 500


async def prepare(url: str) -> None:
    engine = create_engine(engine_url(url))
    with engine.begin() as connection:
        op = Operations(MigrationContext.configure(connection))
        create_outbox(op)
        create_inbox(op)
        op.execute("CREATE TABLE folded (subject text)")
    engine.dispose()


def facts(number: int) -> list[Fact]:
    return [Fact(f"sha256:{place:064x}", 1, AssetDeleted()) for place in range(number)]


async def bare_redis(bus: Bus, number: int) -> dict[str, float]:
    """Seconds to add and to take, by redis-py alone."""
    events = [{"type": "asset.deleted", "event": encode(ASSETS, fact)} for fact in facts(number)]
    begun = time.perf_counter()
    for start in range(0, number, BATCH):
        async with bus.client.pipeline(transaction=False) as pipeline:
            for fields in events[start : start + BATCH]:
                pipeline.xadd("bare", fields)
            await pipeline.execute()
    added = time.perf_counter()
    await bus.client.xgroup_create("bare", "reader", id="0")
    for _ in range(0, number, BATCH):
        found = await bus.client.xreadgroup("reader", "one", {"bare": ">"}, count=BATCH)
        await bus.client.xack("bare", "reader", *(id_ for id_, _ in found[b"bare"]))
    taken = time.perf_counter()
    return {"bare add": added - begun, "bare take": taken - added}


async def fold(session: AsyncSession, deliveries: Sequence[Delivery]) -> None:
    subjects = [delivery.event.subject for delivery in deliveries]
    await session.execute(
        text("INSERT INTO folded SELECT unnest(CAST(:subjects AS text[]))"), {"subjects": subjects}
    )


async def through_all(
    database: Database, assets: Bus, search: Bus, number: int
) -> tuple[dict[str, float], float]:
    """Seconds of each stage by itself, and round trips an event of relay and consumer."""
    begun = time.perf_counter()
    waiting = facts(number)
    for start in range(0, number, BATCH):
        async with database.transaction() as session:
            await Outbox(ASSETS).add(session, waiting[start : start + BATCH])
    written = time.perf_counter()
    relay = Relay(database, assets, ASSETS)
    await run_until(relay.run, lambda: counted(database, "outbox", 0))
    sent = time.perf_counter()
    subscription = Subscription((AssetDeleted,), fold, (STREAM,))
    consumer = Consumer(database, search, SEARCH, subscription, "one")
    await run_until(consumer.run, lambda: counted(database, "folded", number))
    folded = time.perf_counter()
    trips = (assets.round_trips + relay.round_trips + search.round_trips) / number
    return {"outbox": written - begun, "relay": sent - written, "inbox": folded - sent}, trips


async def run_until(
    run: Callable[[], Awaitable[None]], condition: Callable[[], Awaitable[bool]]
) -> None:
    task = asyncio.ensure_future(run())
    await eventually(condition, within=600, every=0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def counted(database: Database, table: str, expected: int) -> bool:
    async with database.reader() as session:
        found = await session.scalar(text(f"SELECT count(*) FROM {table}"))
    return bool(found == expected)


async def measure(number: int) -> tuple[dict[str, float], float]:
    with server_directory() as directory:
        postgres, valkey = new_postgres(directory), new_valkey(directory)
        await postgres.start()
        await valkey.start()
        databases = Databases(postgres.server)
        database = Database(databases.url(await databases.clone("events", prepare)))
        url = valkey.server.url(valkey.server.admin)
        assets, search = Bus(url, ASSETS), Bus(url, SEARCH)
        seconds = await bare_redis(assets, number)
        stages, trips = await through_all(database, assets, search, number)
        for bus in (assets, search):
            await bus.close()
        await database.close()
        postgres.kill()
        valkey.kill()
    return seconds | stages, trips


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    number = parser.parse_args().events
    seconds, trips = asyncio.run(measure(number))
    rates = {stage: number / taken for stage, taken in seconds.items()}
    for stage, rate in rates.items():
        print(f"{stage:10} {rate:10,.0f} events/s")
    print(f"{'trips':10} {trips:10.4f} round trips an event")
    print(json.dumps({"events": number, "per_second": rates, "round_trips_an_event": trips}))


if __name__ == "__main__":
    main()
