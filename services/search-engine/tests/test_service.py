"""Search and an owner of facts, with a real bus between them."""

from contextlib import AsyncExitStack

import pytest

from alice_contracts.events.search import RebuildRequested
from alice_contracts.services import ASSETS, METADATA, QUALITY
from alice_core.background import Background, Task
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.events.consumer import Consumer
from alice_core.events.outbox import Fact, Outbox
from alice_core.events.relay import Relay
from alice_core.events.snapshots import Snapshots
from alice_core.events.subscription import Subscription
from alice_core.testing import eventually


class Owner:
    """Assets as search hears it: facts that it says as they come about, and once more."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox
        self.known: list[Fact] = []

    async def say(self, *facts: Fact) -> None:
        self.known += facts
        async with self._database.transaction() as session:
            await self._outbox.add(session, facts)

    async def page(self, _session, after, limit):
        facts = sorted(self.known, key=lambda fact: fact.subject)
        return [fact for fact in facts if after is None or fact.subject > after][:limit]


@pytest.fixture
async def owner(database_factory, search_url, redis_url):
    """The owner's database has the tables of events and work, as every service's has."""
    async with AsyncExitStack() as stack:
        database = Database(await database_factory("search", None))
        stack.push_async_callback(database.close)
        bus = Bus(redis_url, ASSETS)
        stack.push_async_callback(bus.close)
        outbox = Outbox(ASSETS)
        owner = Owner(database, outbox)
        snapshots = Snapshots(ASSETS, outbox, owner.page)
        heard = Subscription((RebuildRequested,), snapshots.fold, ("alice.search",))
        background = Background(pytest.fail)
        stack.push_async_callback(background.stop)
        background.start(Task("relay", Relay(database, bus, ASSETS).run))
        background.start(Task("consumer", Consumer(database, bus, ASSETS, heard, "assets-0").run))
        background.start(Task("snapshots", snapshots.worker(database, "assets-0").run))
        yield owner


async def test_what_an_owner_says_is_found_and_rebuilt(client, search, owner, facts):
    await owner.say(*(Fact(facts.id(n), 1, facts.discovered()) for n in range(3)))
    await eventually(lambda: _found(search, 3))

    owner.known.pop()
    asked = await client.post("/rebuilds")
    assert asked.status_code == 202

    await eventually(lambda: _completed(client, asked.json()["id"]))
    assert await _found(search, 2)


async def test_what_metadata_and_quality_say_is_heard(app, search, facts, redis_url):
    told = {
        "alice.assets": (ASSETS, facts.discovered()),
        "alice.metadata": (METADATA, facts.extracted("a cat")),
        "alice.quality": (QUALITY, facts.assessed(4)),
    }
    for stream, (owner, data) in told.items():
        bus = Bus(redis_url, owner)
        event = facts.event(1, 1, data).model_dump_json()
        await bus.publish([(stream, {"type": data.type, "event": event})])
        await bus.close()

    async def found() -> bool:
        return await search.ids(text="cat", stars=[4]) == [facts.id(1)]

    await eventually(found)


async def _found(search, count: int) -> bool:
    return len(await search.documents()) == count


async def _completed(client, rebuild_id: str) -> bool:
    rebuild = (await client.get("/rebuilds/current")).json()
    assert rebuild["id"] == rebuild_id
    return rebuild["state"] == "completed"
