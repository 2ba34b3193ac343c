"""What becomes of a run, and what is said of it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alice_contracts.events.workflow import WorkflowFailed, WorkflowStarted, WorkflowStepCompleted
from alice_contracts.http.search import Selection
from alice_contracts.http.workflow import RunState
from workflow_engine.runs import changes
from workflow_engine.runs.record import RunRecord

WAITING = RunRecord(
    id=UUID(int=1),
    workflow="reassess",
    selection=Selection(),
    state=RunState.WAITING,
    revision=0,
    search_cursor=None,
    total=None,
    handed_over=None,
    done=0,
    failed=0,
    error=None,
    created_at=datetime(2026, 5, 1, tzinfo=UTC),
    started_at=None,
    finished_at=None,
)


def test_a_run_starts_once():
    change = changes.start(WAITING)
    assert change.values["state"] is RunState.RUNNING
    assert change.fact == WorkflowStarted(workflow="reassess")
    assert changes.start(replace(WAITING, **change.values)) is None


def test_a_look_without_news_changes_nothing():
    run = replace(WAITING, total=10, done=3, failed=1)
    assert changes.progress("reassess", 3, 1)(run) is None


def test_news_of_a_small_run_is_told_each_time():
    run = replace(WAITING, total=10, done=3, failed=1)
    change = changes.progress("reassess", 4, 1)(run)
    assert change.values == {"done": 4, "failed": 1}
    assert change.fact == WorkflowStepCompleted(
        workflow="reassess", step="reassess", total=10, done=4, failed=1
    )


@given(
    total=st.integers(1, 1_000_000),
    looks=st.lists(st.floats(0, 1), min_size=1, max_size=400),
    failing=st.floats(0, 1),
)
def test_a_run_says_about_a_hundred_things_and_the_last_of_them(total, looks, failing):
    run, said = replace(WAITING, total=total), []
    for ended in [*sorted(int(look * total) for look in looks), total]:
        failed = int(ended * failing)
        if change := changes.progress("reassess", ended - failed, failed)(run):
            run = replace(run, **change.values)
            said += [change.fact] if change.fact else []
    assert len(said) <= 100
    assert (run.done + run.failed, said[-1].done + said[-1].failed) == (total, total)


def test_a_long_error_is_cut_for_the_bus():
    change = changes.fail("x" * 100_000)(WAITING)
    assert len(change.values["error"]) == changes.MAX_ERROR
    assert change.fact == WorkflowFailed(
        workflow="reassess", cancelled=False, error=change.values["error"]
    )


def test_nothing_is_complete_before_it_is_known():
    with pytest.raises(ValueError, match="before its selection is read"):
        changes.complete(WAITING)
