"""Groups, repetition, redelivery and claims."""

from dataclasses import replace

import pytest
from prometheus_client import REGISTRY

from alice_contracts.events.assets import AssetDeleted, AssetRestored
from alice_contracts.services import ASSETS, SEARCH
from alice_core.events.codec import Fact, encode
from alice_core.events.consumer import Consumer
from alice_core.events.dead_letters import count_dead_letters
from alice_core.testing import eventually

STREAM = "alice.assets"


@pytest.fixture
def make(database, search_bus, subscription):
    """A consumer of search; others' entries are taken over after a tenth of a second."""

    def make(name="one", fold=subscription.fold) -> Consumer:
        changed = replace(subscription, fold=fold)
        return Consumer(database, search_bus, SEARCH, changed, name, claim_idle=0.1)

    return make


@pytest.fixture
def acknowledged(search_bus):
    """Wait until nothing is pending or unread, and none of it was buried."""

    async def wait() -> None:
        async def done() -> bool:
            (group,) = await search_bus.groups(STREAM)
            assert (group.pending, group.lag) == (0, 0)
            return True

        await eventually(done)
        assert await count_dead_letters(search_bus, SEARCH) == 0

    return wait


async def test_an_event_that_comes_twice_is_folded_once(
    running, make, assets_bus, arrives, acknowledged
):
    event = encode(ASSETS, Fact("x", 7, AssetDeleted()))
    message = (STREAM, {"type": "asset.deleted", "event": event})
    await assets_bus.publish([message, message])
    async with running(make()):
        await arrives(7)
        await assets_bus.publish([message])
        await acknowledged()
        await arrives(7)


async def test_other_types_are_acknowledged_and_unknown_ones_counted(
    running, make, assets_bus, send, arrives, acknowledged
):
    def unknown() -> float:
        return REGISTRY.get_sample_value("events_unknown_total", {"service": "search"}) or 0

    before = unknown()
    known = encode(ASSETS, Fact("x", 1, AssetRestored()))
    await assets_bus.publish(
        [
            (STREAM, {"type": "asset.restored", "event": known}),
            (STREAM, {"type": "asset.dreamt", "event": "{}"}),
        ]
    )
    await send(2)
    async with running(make()):
        await arrives(2)
        await acknowledged()
    assert unknown() == before + 1


async def test_a_lost_stream_is_read_again_once_it_is_back(
    running, make, search_bus, send, arrives, acknowledged
):
    await send(1)
    async with running(make()):
        await arrives(1)
        await search_bus.client.flushall()
        await send(2)
        await arrives(1, 2)
        await acknowledged()


async def test_a_process_that_comes_back_goes_on_with_what_it_was_given(
    running, make, search_bus, send, arrives, acknowledged
):
    await send(1, 2)
    await search_bus.ensure_groups([STREAM])
    await search_bus.read([STREAM], "one", 10, 1)
    consumer = make()
    consumer._claim_idle = 1000
    async with running(consumer):
        await arrives(1, 2)
        await acknowledged()


async def test_what_a_dead_consumer_left_is_claimed(
    running, make, search_bus, send, arrives, acknowledged
):
    await send(1, 2)
    await search_bus.ensure_groups([STREAM])
    await search_bus.read([STREAM], "dead", 1, 1)
    async with running(make()):
        await arrives(1, 2)
        await acknowledged()


async def test_two_consumers_share_and_fold_nothing_twice(
    running, make, send, arrives, acknowledged
):
    async with running(make("one"), make("two")):
        for start in range(0, 100, 10):
            await send(*range(start, start + 10))
        await arrives(*range(100))
        await acknowledged()


async def test_a_name_that_is_long_gone_is_forgotten(search_bus, send):
    await send(1)
    await search_bus.ensure_groups([STREAM])
    await search_bus.client.xgroup_createconsumer(STREAM, "search", "empty")
    await search_bus.read([STREAM], "holding", 10, 1)
    await eventually(lambda: idle_for(search_bus, 5))
    await search_bus.forget_idle_consumers(STREAM, idle=0.005)
    (left,) = await search_bus.client.xinfo_consumers(STREAM, "search")
    assert left["name"] == b"holding"


async def idle_for(bus, milliseconds) -> bool:
    found = await bus.client.xinfo_consumers(STREAM, "search")
    return all(consumer["idle"] > milliseconds for consumer in found)
