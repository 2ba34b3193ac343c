"""Assessing anew what a search selects."""

import pytest
from fastapi import Response
from structlog.testing import capture_logs

from alice_contracts.http.workflow import RunState
from alice_core.problems import Problem
from alice_core.testing import eventually
from workflow_engine.selecting import Selecting

REFUSAL = Problem(422, "invalid-request", "Not valid", "min_stars: not known here")


async def test_a_run_has_quality_assess_everything_that_is_found(workflow, search, quality):
    search.knows(25)
    run_id = await workflow.begin(kind=["image"])
    run = await workflow.becomes(run_id, RunState.COMPLETED)
    assert (run.total, run.done, run.failed, run.error) == (25, 25, 0, None)
    assert run.created_at <= run.started_at <= run.finished_at
    assert sorted(quality.asked[run_id].assets) == sorted(search.assets)
    assert quality.asked[run_id].calls == [10, 10, 5]
    assert [query.cursor for query in search.queries] == [None, "10", "20"]
    assert {query.kind[0] for query in search.queries} == {"image"}


async def test_what_is_said_of_a_run(workflow, search, quality):
    search.knows(4)
    quality.pace = 2
    run_id = await workflow.begin()
    await workflow.becomes(run_id, RunState.COMPLETED)
    facts = await workflow.facts(run_id)
    told = [(f.type, f.data.get("step"), f.data.get("total"), f.data.get("done")) for f in facts]
    assert told == [
        ("workflow.started", None, None, None),
        ("workflow.step_completed", "select", 4, 0),
        ("workflow.step_completed", "reassess", 4, 2),
        ("workflow.step_completed", "reassess", 4, 4),
        ("workflow.completed", None, 4, 4),
    ]
    assert [fact.revision for fact in facts] == [1, 2, 3, 4, 5]


async def test_assets_that_cannot_be_assessed_are_counted(workflow, search, quality):
    quality.failing = set(search.knows(12)[:3])
    run = await workflow.becomes(await workflow.begin(), RunState.COMPLETED)
    assert (run.total, run.done, run.failed) == (12, 9, 3)


async def test_a_selection_of_nothing_is_complete_at_once(workflow, quality):
    run_id = await workflow.begin()
    run = await workflow.becomes(run_id, RunState.COMPLETED)
    assert (run.total, run.done, run.failed) == (0, 0, 0)
    assert not quality.asked
    types = [fact.type for fact in await workflow.facts(run_id)]
    assert types == ["workflow.started", "workflow.step_completed", "workflow.completed"]


async def test_a_selection_whose_members_move_is_neither_repeated_nor_lost(
    workflow, search, quality
):
    """An older asset appears while the second page is read, so that every page shifts."""
    found = search.knows(30)
    late, search.assets = found[-1], found[:-1]
    search.brake.hold_after(1)
    run_id = await workflow.begin()
    await eventually(search.brake.held.is_set)
    search.assets = [late, *search.assets]
    search.brake.release()
    run = await workflow.becomes(run_id, RunState.COMPLETED)
    assert sorted(quality.asked[run_id].assets) == sorted(found[:-1])
    assert (run.total, run.done) == (29, 29)


async def test_a_cursor_that_search_no_longer_knows_begins_the_selection_anew(
    workflow, search, quality
):
    search.knows(25)
    search.brake.hold_after(1)
    run_id = await workflow.begin()
    await eventually(search.brake.held.is_set)
    search.forget_cursors()
    search.brake.release()
    run = await workflow.becomes(run_id, RunState.COMPLETED)
    assert sorted(quality.asked[run_id].assets) == sorted(search.assets)
    assert (run.total, run.done) == (25, 25)


async def test_what_is_taken_in_later_is_not_in_the_run(workflow, search, quality):
    chosen = list(search.knows(5))
    quality.looking.hold_after(0)
    run_id = await workflow.begin()
    await eventually(quality.looking.held.is_set)
    search.knows(9)
    quality.looking.release()
    run = await workflow.becomes(run_id, RunState.COMPLETED)
    assert run.total == 5
    assert set(quality.asked[run_id].assets) == set(chosen)


async def test_a_refusal_fails_the_run_and_says_why(workflow, search):
    search.refusal = REFUSAL
    run_id = await workflow.begin()
    run = await workflow.becomes(run_id, RunState.FAILED)
    assert run.error == ("search refused what this run asks for. search: min_stars: not known here")
    facts = await workflow.facts(run_id)
    assert [fact.type for fact in facts] == ["workflow.started", "workflow.failed"]
    assert facts[-1].data == {"workflow": "reassess", "cancelled": False, "error": run.error}


@pytest.mark.parametrize("part", ["search", "quality"])
async def test_a_run_waits_for_a_service_that_is_down(workflow, platform, part):
    platform.search.knows(12)
    with getattr(platform, part).down():
        run_id = await workflow.begin()
        await workflow.becomes(run_id, RunState.RUNNING)
    run = await workflow.becomes(run_id, RunState.COMPLETED)
    assert (run.total, run.done) == (12, 12)


async def test_patience_has_an_end(running, search):
    async with running(SERVICE_PATIENCE="0.01") as workflow:
        search.refusal = Response("no upstream", status_code=502)
        run = await workflow.becomes(await workflow.begin(), RunState.FAILED)
    assert "search did not answer" in run.error


async def lose_it(quality, run_id):
    del quality.asked[run_id]


async def give_it_up(quality, run_id):
    quality.asked[run_id].cancelled = True


async def forget_a_part(quality, run_id):
    quality.pace = 0
    quality.asked[run_id].assets.pop()


@pytest.mark.parametrize(
    ("mishap", "error"),
    [
        (lose_it, "is not here"),
        (give_it_up, "quality was told to give this up"),
        (forget_a_part, "quality knows of 2 of 3 assets"),
    ],
)
async def test_a_reassessment_that_can_never_end_fails_the_run(
    workflow, search, quality, mishap, error
):
    search.knows(3)
    quality.looking.hold_after(0)
    run_id = await workflow.begin()
    await eventually(quality.looking.held.is_set)
    await mishap(quality, run_id)
    quality.looking.release()
    run = await workflow.becomes(run_id, RunState.FAILED)
    assert error in run.error


async def test_a_fault_of_ours_fails_the_run_and_stands_in_the_log(workflow, monkeypatch):
    async def broken(_self, _run_id):
        raise ZeroDivisionError

    monkeypatch.setattr(Selecting, "read", broken)
    with capture_logs() as logs:
        run = await workflow.becomes(await workflow.begin(), RunState.FAILED)
    assert "ZeroDivisionError" in run.error
    assert ("run failed", str(run.id)) in [(entry["event"], entry.get("run")) for entry in logs]
