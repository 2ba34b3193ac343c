"""A consumer that is killed leaves the old documents or the new ones, and goes on where it was."""

from uuid import UUID

import pytest

from alice_contracts.envelope import Event
from alice_contracts.events.search import SnapshotCompleted
from alice_contracts.services import ASSETS
from alice_core.events.bus import Bus
from alice_core.testing import eventually, python_process
from search_engine.rebuilds import repository

REBUILD = UUID(int=1)

CONSUMER = """
import asyncio, sys
from alice_contracts.services import SEARCH
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.events.consumer import Consumer
from search_engine.consumers import SUBSCRIPTION
from search_engine.rebuilds import repository

async def consume(database_url, redis_url):
    consumer = Consumer(
        Database(database_url), Bus(redis_url, SEARCH), SEARCH, SUBSCRIPTION, "search-0"
    )
    await consumer.run()
"""

HALT_IN_SWAP = """
swap = repository.swap

async def halted(session, rebuild_id):
    await swap(session, rebuild_id)
    print("swapped and not committed")
    await asyncio.Event().wait()

repository.swap = halted
"""

RUN = "asyncio.run(consume(*sys.argv[1:]))"


class Owner:
    """Assets, as search hears it."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def say(self, stream: str, *events: Event) -> None:
        await self._bus.publish(
            [(stream, {"type": e.type, "event": e.model_dump_json()}) for e in events]
        )


@pytest.fixture
async def owner(redis_url):
    bus = Bus(redis_url, ASSETS)
    yield Owner(bus)
    await bus.close()


@pytest.fixture
def snapshot(facts):
    """Of assets 10 to 19, and its end."""
    told = [facts.event(n, 1, facts.discovered(), REBUILD) for n in range(10, 20)]
    end = SnapshotCompleted(rebuild_id=REBUILD, owner="assets", count=len(told))
    return [*told, facts.event(str(REBUILD), 0, end, REBUILD)]


@pytest.fixture
async def rebuilding(database, search, facts, owner):
    """A rebuild was asked for while one document is live."""
    await search.fold(facts.event(1, 1, facts.discovered()))
    async with database.transaction() as session:
        await repository.replace(session, REBUILD, ["assets"])


async def _received(database) -> int:
    async with database.reader() as session:
        return (await repository.newest(session))["received"]


async def _completed(database) -> bool:
    async with database.reader() as session:
        return (await repository.newest(session))["completed_at"] is not None


async def test_killed_in_the_swap(
    database, search, search_url, redis_url, facts, owner, snapshot, rebuilding
):
    await owner.say("alice.rebuild", *snapshot)
    async with python_process("-c", CONSUMER + HALT_IN_SWAP + RUN, search_url, redis_url) as one:
        await one.wait_for("swapped and not committed")
        await one.kill()
    assert await search.ids() == [facts.id(1)]

    async with python_process("-c", CONSUMER + RUN, search_url, redis_url):
        await eventually(lambda: _completed(database), within=30)
    assert set(await search.ids()) == {facts.id(n) for n in range(10, 20)}


async def test_killed_in_the_middle_of_a_rebuild(
    database, search, search_url, redis_url, facts, owner, snapshot, rebuilding
):
    await owner.say("alice.rebuild", *snapshot[:4])
    async with python_process("-c", CONSUMER + RUN, search_url, redis_url) as one:
        await eventually(lambda: _received(database), within=30)
        await one.kill()
    assert await search.ids() == [facts.id(1)]

    await owner.say("alice.assets", facts.event(2, 1, facts.discovered()))
    await owner.say("alice.rebuild", *snapshot[4:])
    async with python_process("-c", CONSUMER + RUN, search_url, redis_url):
        await eventually(lambda: _completed(database), within=30)
    assert set(await search.ids()) == {facts.id(n) for n in (2, *range(10, 20))}
