"""An event that cannot be folded leaves the way after five deliveries, and can come back."""

import pytest

from alice_contracts.events.assets import AssetDeleted
from alice_contracts.services import SEARCH
from alice_core.events.consumer import Consumer
from alice_core.events.dead_letters import DeadLetters, count_dead_letters
from alice_core.events.subscription import Subscription
from alice_core.testing import eventually

STREAM = "alice.assets"


class Picky:
    """A fold that cannot take revision 3 until it is mended."""

    def __init__(self, fold) -> None:
        self.fold = fold
        self.mended = False
        self.alone = 0

    async def __call__(self, session, deliveries) -> None:
        await self.fold(session, deliveries)
        if not self.mended and any(d.event.revision == 3 for d in deliveries):
            self.alone += len(deliveries) == 1
            raise ValueError("three is one too many")


@pytest.fixture
def picky(subscription):
    return Picky(subscription.fold)


@pytest.fixture
def subscription_of_picky(picky):
    return Subscription((AssetDeleted,), picky, (STREAM,))


@pytest.fixture
def consumer(database, search_bus, subscription_of_picky):
    return Consumer(database, search_bus, SEARCH, subscription_of_picky, "one", claim_idle=0.05)


@pytest.fixture
def dead(database, search_bus, subscription_of_picky):
    return DeadLetters(database, search_bus, SEARCH, subscription_of_picky)


@pytest.fixture
async def letter(running, consumer, dead, send, arrives):
    await send(1, 2, 3, 4)
    async with running(consumer):
        (letter,) = await eventually(dead.list)
        await arrives(1, 2, 4)
    return letter


async def test_poison_is_found_buried_and_stops_nobody(letter, picky, search_bus):
    assert picky.alone == 5
    assert letter.deliveries == 5
    assert (letter.stream, letter.type, letter.subject) == (STREAM, "asset.deleted", "subject-3")
    assert letter.error == "ValueError: three is one too many"
    (group,) = await search_bus.groups(STREAM)
    assert (group.pending, group.lag) == (0, 0)


async def test_replay_says_what_failed_and_keeps_the_letter(letter, dead, arrives):
    replay = await dead.replay(letter.id)
    assert replay.error == "ValueError: three is one too many"
    assert [kept.id for kept in await dead.list()] == [letter.id]


async def test_replay_folds_once_and_drops_the_letter(letter, dead, picky, arrives):
    picky.mended = True
    assert (await dead.replay(letter.id)).error is None
    await arrives(1, 2, 3, 4)
    assert await dead.list() == []
    with pytest.raises(LookupError, match=r"search has no dead letter .*; list them anew"):
        await dead.replay(letter.id)


async def test_dropped_letters_are_gone(letter, dead, search_bus):
    await dead.drop(letter.id)
    assert await count_dead_letters(search_bus, SEARCH) == 0
    with pytest.raises(LookupError):
        await dead.drop(letter.id)


@pytest.mark.parametrize("letter_id", ["nonsense", "", "-", "1-1", "9" * 30])
async def test_an_id_that_is_not_there_is_named(dead, letter_id):
    for mend in (dead.replay, dead.drop):
        with pytest.raises(LookupError, match=f"no dead letter {letter_id}; list them anew"):
            await mend(letter_id)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"type": "asset.deleted", "event": "{"}, "ValidationError"),
        ({"type": "asset.deleted"}, "KeyError"),
        ({"colour": "blue"}, "KeyError"),
    ],
)
async def test_what_cannot_be_read_is_buried(running, consumer, dead, assets_bus, fields, error):
    await assets_bus.publish([(STREAM, fields)])
    async with running(consumer):
        (letter,) = await eventually(dead.list)
    assert letter.error.startswith(error)
    assert letter.subject is None


async def test_an_event_that_ends_its_process_is_buried_untried(
    running, consumer, dead, search_bus, send, arrives
):
    await send(1, 2)
    await search_bus.ensure_groups([STREAM])
    first, _ = await search_bus.read([STREAM], "one", 10, 1)
    for _ in range(9):
        await search_bus.claim(STREAM, "one", [first.id], 0)
    async with running(consumer):
        (letter,) = await eventually(dead.list)
        await arrives(2)
    assert letter.error.startswith("FatalEventError")
