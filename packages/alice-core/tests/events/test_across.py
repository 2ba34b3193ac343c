"""From a transaction over the bus into another service's transaction."""

import pytest

from alice_contracts.envelope import MAX_DATA_BYTES
from alice_contracts.events.assets import AssetDeleted, AssetRejected
from alice_contracts.events.search import RebuildRequested
from alice_contracts.media import RejectReason
from alice_contracts.services import ASSETS, SEARCH
from alice_core.events.consumer import Consumer
from alice_core.events.outbox import Fact, FactTooLargeError, Outbox
from alice_core.events.relay import Relay


@pytest.fixture
def relay(database, assets_bus):
    return Relay(database, assets_bus, ASSETS)


@pytest.fixture
def consumer(database, search_bus, subscription):
    return Consumer(database, search_bus, SEARCH, subscription, "one")


async def test_facts_come_across_in_order(
    running, relay, consumer, publish, folded, arrives, drained
):
    await publish(1, 2)
    async with running(relay, consumer):
        await arrives(1, 2)
        await publish(3)
        await arrives(1, 2, 3)
        await drained()
    assert await folded() == [1, 2, 3]


async def test_a_notice_wakes_the_relay(running, database, assets_bus, publish, drained):
    async with running(Relay(database, assets_bus, ASSETS, poll=1000)):
        await publish(1)
        await drained()
        await publish(2)
        await drained()


async def test_what_was_sent_before_the_group_existed_arrives(
    running, relay, consumer, publish, drained, arrives
):
    await publish(1, 2)
    async with running(relay):
        await drained()
    async with running(consumer):
        await arrives(1, 2)


async def test_nothing_leaves_with_a_transaction_that_fails(database, waiting):
    with pytest.raises(ZeroDivisionError):
        await add_and_fail(database)
    assert await waiting() == 0


async def test_types_of_others_are_refused(database):
    data = RebuildRequested(rebuild_id="00000000-0000-0000-0000-000000000000", owners=())
    async with database.transaction() as session:
        with pytest.raises(LookupError, match=r"assets does not publish search.rebuild_requested"):
            await Outbox(ASSETS).add(session, [Fact("x", 1, data)])
        with pytest.raises(LookupError, match=r"search does not publish .* on alice.rebuild"):
            await Outbox(SEARCH).add(session, [Fact("x", 1, AssetDeleted())], "alice.rebuild")


@pytest.mark.parametrize(("over", "fits"), [(0, True), (1, False)])
async def test_data_is_bounded(database, over, fits):
    empty = rejected("")
    room = MAX_DATA_BYTES - len(empty.model_dump_json())
    fact = Fact("x", 1, rejected("é" * (room // 2) + "e" * (room % 2 + over)))
    async with database.transaction() as session:
        if fits:
            await Outbox(ASSETS).add(session, [fact])
        else:
            with pytest.raises(FactTooLargeError, match=r"asset.rejected of x has 32769 bytes"):
                await Outbox(ASSETS).add(session, [fact])


def rejected(detail: str) -> AssetRejected:
    return AssetRejected(reason=RejectReason.CORRUPT, detail=detail, library=None, path="p")


async def add_and_fail(database) -> None:
    async with database.transaction() as session:
        await Outbox(ASSETS).add(session, [Fact("x", 1, AssetDeleted())])
        raise ZeroDivisionError
