"""A rebuild makes the documents anew beside the live ones, and swaps them when all has come."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from alice_contracts.events.assets import AssetDeleted
from alice_contracts.events.search import SnapshotCompleted
from alice_contracts.services import ASSETS, METADATA, QUALITY
from alice_core.database import QueryCounter
from alice_core.testing import eventually
from search_engine.rebuilds import repository

REBUILD = UUID(int=1)
OLDER = UUID(int=2)


async def begin(database, rebuild_id=REBUILD, owners=("assets",)) -> None:
    async with database.transaction() as session:
        await repository.lock(session)
        await repository.replace(session, rebuild_id, owners)


async def newest(database):
    async with database.reader() as session:
        return await repository.newest(session)


def completed(facts, count, rebuild_id=REBUILD, owner="assets"):
    data = SnapshotCompleted(rebuild_id=rebuild_id, owner=owner, count=count)
    return facts.event(str(rebuild_id), 0, data, rebuild_id)


def told(facts, number, revision=1, rebuild=REBUILD, **discovered):
    return facts.event(number, revision, facts.discovered(**discovered), rebuild)


async def test_a_rebuild_takes_snapshot_and_live_facts_and_forgets_the_rest(
    search, facts, database
):
    await search.fold(*(told(facts, n, rebuild=None) for n in (1, 2, 3)))
    await begin(database)
    await search.fold(told(facts, 1), told(facts, 2))
    await search.fold(
        told(facts, 4, rebuild=None), facts.event(1, 2, AssetDeleted()), told(facts, 5)
    )
    assert await search.ids(sort="oldest") == sorted(facts.id(n) for n in (2, 3, 4))

    await search.fold(completed(facts, 3))

    assert await search.ids(sort="oldest") == sorted(facts.id(n) for n in (2, 4, 5))
    assert (await newest(database))["completed_at"] is not None


async def test_an_older_fact_of_a_snapshot_does_not_undo_a_newer_live_one(search, facts, database):
    await begin(database)
    await search.fold(told(facts, 1, revision=8, rebuild=None, size=80))
    await search.fold(told(facts, 1, revision=7, size=70), completed(facts, 1))
    [document] = await search.documents()
    assert document.size == 80


async def test_nothing_is_swapped_before_every_owner_is_complete(search, facts, database):
    await search.fold(told(facts, 1, rebuild=None))
    await begin(database, owners=("assets", "metadata"))
    await search.fold(completed(facts, 2), told(facts, 2))
    await search.fold(completed(facts, 0, owner="metadata"))
    assert await search.ids() == [facts.id(1)]
    assert (await newest(database))["waiting_for"] == ["assets"]

    await search.fold(told(facts, 3))
    assert set(await search.ids()) == {facts.id(2), facts.id(3)}


async def test_meaning_may_come_before_the_presence_that_it_belongs_to(search, facts, database):
    await begin(database, owners=("assets", "metadata", "quality"))
    await search.fold(
        facts.event(1, 1, facts.extracted("a cat", tags=["mood:dark"]), REBUILD),
        completed(facts, 1, owner="metadata"),
    )
    await search.fold(
        facts.event(1, 1, facts.assessed(4), REBUILD), completed(facts, 1, owner="quality")
    )
    assert (await newest(database))["waiting_for"] == ["assets"]
    await search.fold(told(facts, 1, revision=9), completed(facts, 1))
    assert await search.ids(text="cat", tag=["mood:dark"], stars=[4]) == [facts.id(1)]


async def test_facts_of_a_rebuild_that_was_given_up_go_nowhere(search, facts, database):
    await begin(database, OLDER)
    await search.fold(told(facts, 1, rebuild=OLDER))
    await begin(database)
    await search.fold(told(facts, 2, rebuild=OLDER), completed(facts, 2, OLDER))
    assert (await newest(database))["received"] == 0

    await search.fold(told(facts, 3), completed(facts, 1))
    await search.fold(told(facts, 4, rebuild=OLDER), told(facts, 5))
    assert await search.ids() == [facts.id(3)]


async def test_folding_during_a_rebuild_takes_no_more_statements_for_more_events(
    search, facts, database
):
    await begin(database)
    counter = QueryCounter(database)
    await search.fold(told(facts, 1), told(facts, 1, rebuild=None))
    for_one = len(counter.statements)
    await search.fold(
        *(told(facts, n) for n in range(200)), *(told(facts, n, rebuild=None) for n in range(200))
    )
    assert len(counter.statements) - for_one == for_one == 5


async def test_indexes_keep_their_names_and_definitions_through_swaps(search, facts, database):
    before = await _indexes(database)
    for _ in range(2):
        await begin(database)
        await search.fold(completed(facts, 0))
    assert await _indexes(database) == before
    assert len(before) == 12


async def _indexes(database) -> dict[str, str]:
    async with database.reader() as session:
        found = await session.execute(
            text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'live'")
        )
        return {row.indexname: row.indexdef for row in found}


async def test_readers_see_the_old_or_the_new_and_never_a_gap(search, facts, database):
    """Enough reads on each connection that the server keeps their plans (after the fifth)."""
    await search.fold(*(told(facts, n, rebuild=None) for n in range(3)))
    seen, swapped = [], asyncio.Event()

    async def read() -> None:
        while not swapped.is_set() or not seen or seen[-1] != 5:
            seen.append(len(await search.documents()))

    async with asyncio.TaskGroup() as readers:
        for _ in range(3):
            readers.create_task(read())
        await eventually(lambda: len(seen) > 30)
        for _ in range(2):
            await begin(database)
            await search.fold(*(told(facts, n) for n in range(5)), completed(facts, 5))
        swapped.set()
    assert set(seen) == {3, 5}


async def test_a_reader_that_lasts_delays_the_swap_and_harms_nothing(search, facts, database):
    await search.fold(told(facts, 1, rebuild=None))
    await begin(database)
    async with database.transaction() as session:
        await session.execute(text("SELECT FROM live.documents"))
        with pytest.raises(Exception, match="lock timeout"):
            await search.fold(told(facts, 2), completed(facts, 1))
        assert await search.ids() == [facts.id(1)]
    await search.fold(told(facts, 2), completed(facts, 1))
    assert await search.ids() == [facts.id(2)]


KINDS = ["discovered", "relocated", "processed", "deleted", "extracted", "assessed"]
STEPS = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(KINDS)), max_size=8)


def _event(facts, revision, step, rebuild=None):
    number, kind = step
    data = {
        "discovered": facts.discovered(size=revision),
        "relocated": facts.relocated(facts.location(f"{revision}.png")),
        "processed": facts.processed(width=revision + 1),
        "deleted": AssetDeleted(),
        "extracted": facts.extracted(f"cat {revision}", tags=[f"tag:{revision}"]),
        "assessed": facts.assessed(revision % 5 + 1, revision / 3),
    }[kind]
    return facts.event(number, revision, data, rebuild)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=STEPS, during=STEPS, mix=st.randoms(use_true_random=False))
async def test_a_rebuild_in_the_middle_of_events_changes_nothing(
    database, search, facts, before, during, mix
):
    """The owners' snapshots are taken at any moment after the request."""
    history = list(enumerate([*before, *during]))
    taken = mix.randint(len(before), len(history))
    known = {step: (revision, step) for revision, step in history[:taken]}
    snapshot = [_event(facts, *fact, REBUILD) for fact in known.values()]
    live = [_event(facts, rev, step) for rev, step in history]
    late = mix.randint(0, len(before))

    async with database.transaction() as session:
        await session.execute(text("DELETE FROM live.documents"))
    await search.fold(*live)
    expected = await search.documents()

    async with database.transaction() as session:
        await session.execute(text("DELETE FROM live.documents"))
    await search.fold(*live[:late])
    await begin(database, owners=("assets", "metadata", "quality"))
    said = Counter(event.source for event in snapshot)
    ends = [
        completed(facts, said[owner.source], owner=owner.short)
        for owner in (ASSETS, METADATA, QUALITY)
    ]
    rest = [*live[late:], *snapshot, *ends]
    mix.shuffle(rest)
    for event in rest:
        await search.fold(event)

    assert (await newest(database))["completed_at"] is not None
    assert await search.documents() == expected
