"""Killed at any point, a part that comes back loses nothing and folds nothing twice."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from alice_contracts.events.assets import AssetDeleted
from alice_contracts.services import ASSETS, SEARCH
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.events.codec import Fact
from alice_core.events.consumer import Consumer
from alice_core.events.outbox import Outbox
from alice_core.events.relay import Relay
from alice_core.events.snapshots import SnapshotPage, Snapshots
from alice_core.testing import eventually, python_process

SCRIPT = Path(__file__).with_name("crashing.py")
STREAM = "alice.assets"
REBUILD = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


@pytest.fixture
def crash_at(events_url, redis_url):
    """Start the part that stops at this point, and kill it there."""

    async def crash(point: str) -> None:
        async with python_process(str(SCRIPT), point, events_url, redis_url) as process:
            await process.wait_for("reached")
            await process.kill()

    return crash


@pytest.fixture
def parts(database, assets_bus, search_bus, subscription):
    relay = Relay(database, assets_bus, ASSETS, poll=0.1)
    return relay, Consumer(database, search_bus, SEARCH, subscription, "one")


@pytest.mark.parametrize(
    ("point", "sent"),
    [
        ("after commit, before XADD", 10),
        ("after XADD, before it is on disk", 20),
        ("after XADD, before DELETE", 20),
    ],
)
async def test_relay_killed(
    point, sent, crash_at, running, parts, publish, assets_bus, arrives, drained
):
    await publish(*range(10))
    await crash_at(point)
    async with running(*parts):
        await arrives(*range(10))
        await drained()
    assert await assets_bus.client.xlen(STREAM) == sent


@pytest.mark.parametrize("point", ["after commit, before XACK", "in the middle of a batch"])
@pytest.mark.parametrize("successor", ["one", "another"])
async def test_consumer_killed(
    point, successor, crash_at, running, database, search_bus, subscription, send, arrives
):
    await send(*range(10))
    await crash_at(point)
    consumer = Consumer(database, search_bus, SEARCH, subscription, successor, claim_idle=0.1)

    async def acknowledged() -> bool:
        (group,) = await search_bus.groups(STREAM)
        return (group.pending, group.lag) == (0, 0)

    async with running(consumer):
        await eventually(acknowledged)
        await arrives(*range(10))


async def test_snapshot_killed(crash_at, running, database):
    async def page(session, after, limit):
        following = {None: ["subject-1"], "subject-1": ["subject-2"]}.get(after, [])
        return [Fact(subject, 1, AssetDeleted()) for subject in following]

    owner = Snapshots(ASSETS, Outbox(ASSETS), page)
    async with database.transaction() as session:
        await owner.queue.add(session, [("it", SnapshotPage(rebuild_id=REBUILD))])
    await crash_at("in the middle of a snapshot")
    async with running(owner.worker(database, "one")):
        assert await eventually(lambda: said(database)) == [
            "asset.deleted",
            "asset.deleted",
            "snapshot.completed",
        ]


async def test_bus_killed_and_its_last_second_torn_off(
    own_valkey, database, events_url, subscription, running, publish, drained, arrives
):
    url = own_valkey.server.url(own_valkey.server.admin)
    bus, reader = Bus(url, ASSETS), Bus(url, SEARCH)
    relay = Relay(database, bus, ASSETS, poll=0.1)
    await publish(1, 2)
    async with running(relay):
        await drained()
    (log,) = (own_valkey.server.data_dir / "appendonlydir").glob("*.incr.aof")
    on_disk = log.stat().st_size
    await publish(3, 4)
    point = "after XADD, before it is on disk"
    async with python_process(str(SCRIPT), point, events_url, url) as process:
        await process.wait_for("reached")
    own_valkey.kill()
    with log.open("r+b") as file:
        file.truncate(on_disk)
    await own_valkey.start()
    assert await bus.client.xlen(STREAM) == 2
    async with running(relay, Consumer(database, reader, SEARCH, subscription, "one")):
        await arrives(1, 2, 3, 4)
        await drained()
    await bus.close()
    await reader.close()


async def said(database: Database) -> list[str]:
    async with database.reader() as session:
        found = await session.scalars(text("SELECT type FROM outbox ORDER BY id"))
        types = list(found)
    return types if "snapshot.completed" in types else []
