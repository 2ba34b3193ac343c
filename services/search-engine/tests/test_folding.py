"""Documents are what the newest facts say, however those came."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from alice_contracts.events.assets import (
    AssetDeleted,
    AssetRejected,
    AssetRestored,
    AssetSuperseded,
)
from alice_contracts.http.assets import AssetState
from alice_contracts.media import RejectReason
from alice_core.database import QueryCounter
from search_engine.documents.models import documents

REJECTED = AssetRejected(reason=RejectReason.CORRUPT, detail="no pixels", library=None, path="x")


async def test_a_discovered_asset_is_listed_and_completed_by_what_comes_later(search, facts):
    await search.fold(facts.event(1, 1, facts.discovered(facts.location("b/Sun.png"))))
    [document] = await search.documents()
    assert (document.filename, document.format, document.width) == ("Sun.png", "png", None)
    assert document.state is AssetState.DISCOVERED

    await search.fold(facts.event(1, 2, facts.processed(width=640)))
    [document] = await search.documents()
    assert (document.state, document.width) == (AssetState.PROCESSED, 640)


async def test_an_asset_is_not_listed_before_its_presence_is_known(search, facts):
    await search.fold(facts.event(1, 2, facts.processed(width=640)))
    assert await search.documents() == []

    await search.fold(facts.event(1, 1, facts.discovered()))
    [document] = await search.documents()
    assert (document.width, document.filename) == (640, None)


@pytest.mark.parametrize(
    "end", [AssetDeleted(), AssetSuperseded(successor="sha256:" + "0" * 64)], ids=lambda d: d.type
)
async def test_older_facts_do_not_bring_back_what_has_ended(search, facts, end):
    await search.fold(facts.event(1, 3, end))
    await search.fold(facts.event(1, 1, facts.discovered()), facts.event(1, 2, facts.processed()))
    assert await search.documents() == []


async def test_a_restored_asset_is_listed_again(search, facts):
    await search.fold(facts.event(1, 1, facts.discovered()), facts.event(1, 2, AssetDeleted()))
    await search.fold(facts.event(1, 3, AssetRestored()))
    assert await search.ids() == [facts.id(1)]


async def test_a_rejected_asset_says_why_and_a_later_success_takes_that_back(search, facts):
    await search.fold(facts.event(1, 1, facts.discovered()), facts.event(1, 2, REJECTED))
    [document] = await search.documents(state=["rejected"])
    assert (document.rejection.reason, document.rejection.detail) == ("corrupt", "no pixels")

    await search.fold(facts.event(1, 3, facts.processed()))
    [document] = await search.documents()
    assert (document.state, document.rejection) == (AssetState.PROCESSED, None)


async def test_a_rejected_file_that_is_no_asset_makes_no_document(search, facts, database):
    await search.fold(facts.event("location:5", 1, REJECTED))
    async with database.reader() as session:
        assert (await session.execute(documents.select())).all() == []


async def test_created_at_is_the_earliest_modification_of_the_files_there_are(search, facts):
    early, late = facts.location(minute=-9), facts.location("c/moon.png", "film", minute=5)
    await search.fold(facts.event(1, 2, facts.relocated(late, early)))
    await search.fold(facts.event(1, 1, facts.discovered(early)))
    [document] = await search.documents()
    assert (document.created_at, document.filename) == (early.modified_at, "moon.png")

    await search.fold(facts.event(1, 3, facts.relocated(late)))
    [document] = await search.documents()
    assert document.created_at == late.modified_at

    await search.fold(facts.event(1, 4, facts.relocated()))
    [document] = await search.documents()
    assert (document.created_at, document.filename) == (document.discovered_at, None)


async def test_an_asset_without_files_was_created_when_it_was_discovered(search, facts):
    await search.fold(facts.event(1, 1, facts.discovered()))
    [document] = await search.documents()
    assert document.created_at == document.discovered_at


async def test_a_name_longer_than_file_systems_allow_is_cut(search, facts):
    endless = "".join(chr(0x4E00 + n) for n in range(4000))
    await search.fold(facts.event(1, 1, facts.discovered(facts.location(f"a/{endless}"))))
    [document] = await search.documents()
    assert document.filename == endless[:85]
    assert document.locations[0].path == f"a/{endless}"


async def test_a_batch_of_any_size_takes_the_same_number_of_statements(search, facts, database):
    counter = QueryCounter(database)
    await search.fold(facts.event(1, 1, facts.discovered()))
    for_one = len(counter.statements)
    await search.fold(
        *(facts.event(n, 1, facts.discovered(facts.location())) for n in range(300)),
        *(facts.event(n, 2, facts.processed()) for n in range(300)),
        *(facts.event(n, 3, facts.relocated()) for n in range(300)),
        *(facts.event(n, 4, AssetDeleted()) for n in range(100)),
        *(facts.event(n, 1, facts.extracted(f"cat {n}", seed=n)) for n in range(300)),
        *(facts.event(n, 1, facts.assessed(3, n / 3)) for n in range(300)),
    )
    assert len(counter.statements) - for_one == for_one == 2


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[tuple[int, str, int]], list[list[int]]]:
    """Facts as (asset, what is told, variant) in order, and batches of their numbers.

    The batches hold every fact, some of them several times, in any order.
    """
    told = st.sampled_from(
        ["discovered", "relocated", "processed", "rejected", "end", "back", "extracted", "assessed"]
    )
    history = draw(
        st.lists(st.tuples(st.integers(1, 2), told, st.integers(0, 3)), min_size=1, max_size=10)
    )
    numbers = range(len(history))
    again = draw(st.lists(st.sampled_from(numbers), max_size=5))
    order = draw(st.permutations([*numbers, *again]))
    cuts = sorted({0, len(order), *draw(st.lists(st.integers(0, len(order)), max_size=4))})
    return history, [list(order[start:end]) for start, end in pairwise(cuts)]


def _tell(facts, history) -> Iterator:
    for revision, (asset, told, variant) in enumerate(history):
        place = facts.location(f"{variant}.png", minute=-variant)
        data = {
            "discovered": facts.discovered(place, size=variant),
            "relocated": facts.relocated(*[place] * (variant % 3)),
            "processed": facts.processed(width=variant + 1),
            "rejected": REJECTED,
            "end": AssetDeleted(),
            "back": AssetRestored(),
            "extracted": facts.extracted("cat " * variant, tags=[f"tag:{variant}"]),
            "assessed": facts.assessed(variant + 1, variant / 3),
        }[told]
        yield facts.event(asset, revision, data)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=histories())
async def test_order_repetition_and_batches_do_not_matter(database, search, facts, drawn):
    history, batches = drawn
    events = list(_tell(facts, history))
    in_order = [[number] for number in range(len(events))]
    results = []
    for way in (in_order, batches):
        for batch in way:
            await search.fold(*(events[number] for number in batch))
        async with database.transaction() as session:
            rows = await session.execute(documents.select().order_by(documents.c.asset_id))
            results.append(rows.all())
            await session.execute(delete(documents))
    assert results[0] == results[1]
