"""One leader, back-pressure, and what trimming keeps."""

import pytest
from sqlalchemy import text

from alice_contracts.services import ASSETS, SEARCH
from alice_core.events.consumer import Consumer
from alice_core.events.relay import Relay
from alice_core.events.trimming import trim, unacknowledged
from alice_core.testing import eventually

STREAM = "alice.assets"
ANY_AGE = -10
"""Seconds for which trimming keeps everything: what the future brings."""


@pytest.fixture
def make(database, assets_bus):
    def make(**settings) -> Relay:
        return Relay(database, assets_bus, ASSETS, poll=0.05, **settings)

    return make


@pytest.fixture
async def small_blocks(search_bus):
    """Trimming goes by whole blocks."""
    name = "stream-node-max-entries"
    before = await search_bus.client.config_get(name)
    await search_bus.client.config_set(name, 10)
    yield
    await search_bus.client.config_set(name, before[name])


async def test_one_of_two_relays_leads_and_the_other_takes_over(
    running, make, assets_bus, publish, drained
):
    first, second = make(), make()
    async with running(second):
        async with running(first):
            await publish(*range(50))
            await drained()
        await publish(50)
        await drained()
    assert await assets_bus.client.xlen(STREAM) == 51


async def test_a_batch_costs_three_round_trips(running, make, assets_bus, publish, drained):
    relay = make(batch=100, housekeeping=1000)
    await publish(*range(1000))
    async with running(relay):
        await drained()
    trips = assets_bus.round_trips + relay.round_trips
    assert trips / 1000 < 0.1, f"{trips} round trips for 1,000 events"


async def test_a_slow_reader_holds_its_stream_back_until_it_catches_up(
    running, make, database, assets_bus, search_bus, subscription, publish, waiting, arrives
):
    await search_bus.ensure_groups([STREAM])
    await publish(*range(100))
    async with running(make(batch=10, unacknowledged_limit=30)):
        await eventually(lambda: is_at(waiting, 60))
        assert await unacknowledged(assets_bus, STREAM) == 40
        await publish(100)
        await put_on_rebuild(database)
        await eventually(lambda: is_at(waiting, 61))
        assert await assets_bus.client.xlen("alice.rebuild") == 1
        async with running(Consumer(database, search_bus, SEARCH, subscription, "one")):
            await arrives(*range(101))


async def test_other_streams_go_on_while_one_is_held_back(
    running, make, database, assets_bus, search_bus, publish, waiting
):
    await search_bus.ensure_groups([STREAM, "alice.rebuild"])
    async with running(make(unacknowledged_limit=0)):
        await publish(1)
        await eventually(lambda: is_at(waiting, 0))
        await publish(2)
        await put_on_rebuild(database)
        await eventually(lambda: is_at(waiting, 1))
        assert await assets_bus.client.xlen("alice.rebuild") == 1


async def test_trimming_keeps_what_a_group_needs(small_blocks, assets_bus, search_bus, send):
    await search_bus.ensure_groups([STREAM])
    await send(*range(100))
    entries = await search_bus.read([STREAM], "one", 60, 1)
    await search_bus.acknowledge({STREAM: [entry.id for entry in entries[:30]]})
    await trim(assets_bus, STREAM, kept=ANY_AGE)
    left = [entry for entry, _ in await assets_bus.client.xrange(STREAM)]
    assert entries[30].id.encode() in left
    assert 70 <= len(left) < 100
    assert await unacknowledged(assets_bus, STREAM) == 70


async def test_trimming_keeps_the_last_hour_and_streams_without_readers(
    small_blocks, assets_bus, search_bus, send
):
    await send(*range(100))
    assert await trim(assets_bus, STREAM, kept=ANY_AGE) == 0
    await search_bus.ensure_groups([STREAM])
    entries = await search_bus.read([STREAM], "one", 100, 1)
    await search_bus.acknowledge({STREAM: [entry.id for entry in entries]})
    assert await trim(assets_bus, STREAM) == 0
    assert await trim(assets_bus, STREAM, kept=ANY_AGE) > 0


async def test_a_group_that_comes_after_trimming_is_told_its_lag(
    small_blocks, assets_bus, search_bus, send
):
    await search_bus.ensure_groups([STREAM])
    await send(*range(100))
    entries = await search_bus.read([STREAM], "one", 100, 1)
    await search_bus.acknowledge({STREAM: [entry.id for entry in entries]})
    await trim(assets_bus, STREAM, kept=ANY_AGE)
    await search_bus.client.xgroup_create(STREAM, "late", id="0")
    groups = {group.name: group.lag for group in await assets_bus.groups(STREAM)}
    assert groups == {"search": 0, "late": await assets_bus.client.xlen(STREAM)}


async def test_old_memories_of_the_inbox_go(running, make, database):
    async with database.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO processed_events SELECT 'search', gen_random_uuid(), "
                "now() - days * interval '1 day' FROM generate_series(6, 8) AS days"
            )
        )

    async def one_left() -> bool:
        async with database.reader() as session:
            left = await session.scalars(text("SELECT processed_at FROM processed_events"))
        return len(list(left)) == 1

    async with running(make()):
        await eventually(one_left)


async def put_on_rebuild(database) -> None:
    async with database.transaction() as session:
        await session.execute(
            text("INSERT INTO outbox (stream, type, event) VALUES ('alice.rebuild', 't', '')")
        )


async def is_at(waiting, expected) -> bool:
    return await waiting() == expected
