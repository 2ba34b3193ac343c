"""What can become of a run: each change with the fact that tells of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from alice_contracts.envelope import EventData
from alice_contracts.events.workflow import (
    WorkflowCompleted,
    WorkflowFailed,
    WorkflowStarted,
    WorkflowStepCompleted,
)
from alice_contracts.http.workflow import RunState
from workflow_engine.runs.record import RunRecord

MAX_ERROR = 1000
FACTS_OF_A_STEP = 100


@dataclass(frozen=True)
class Change:
    """New values of a run's columns, and a fact where others are to hear of it."""

    values: Mapping[str, Any]
    fact: EventData | None


Decide = Callable[[RunRecord], Change | None]
"""The change of a run that has not ended; None leaves it as it is."""


def start(run: RunRecord) -> Change | None:
    if run.state is RunState.RUNNING:
        return None
    values = {"state": RunState.RUNNING, "started_at": datetime.now(UTC)}
    return Change(values, WorkflowStarted(workflow=run.workflow))


def select(step: str, total: int) -> Decide:
    """The selection is wholly read."""

    def decide(run: RunRecord) -> Change:
        return Change({"total": total}, _step_completed(run, step, total, run.done, run.failed))

    return decide


def progress(step: str, done: int, failed: int) -> Decide:
    """So many have ended; others hear of every hundredth of the total."""

    def decide(run: RunRecord) -> Change | None:
        if (done, failed) == (run.done, run.failed):
            return None
        before = _hundredths(run.done + run.failed, run.total)
        tells = _hundredths(done + failed, run.total) > before
        fact = _step_completed(run, step, run.total, done, failed) if tells else None
        return Change({"done": done, "failed": failed}, fact)

    return decide


def complete(run: RunRecord) -> Change:
    if run.total is None:
        raise ValueError(f"run {run.id} cannot be complete before its selection is read")
    fact = WorkflowCompleted(
        workflow=run.workflow, total=run.total, done=run.done, failed=run.failed
    )
    return Change(_ended(RunState.COMPLETED), fact)


def fail(error: str) -> Decide:
    def decide(run: RunRecord) -> Change:
        text = error[:MAX_ERROR]
        fact = WorkflowFailed(workflow=run.workflow, cancelled=False, error=text)
        return Change({**_ended(RunState.FAILED), "error": text}, fact)

    return decide


def cancel(run: RunRecord) -> Change:
    fact = WorkflowFailed(workflow=run.workflow, cancelled=True, error=None)
    return Change(_ended(RunState.CANCELLED), fact)


def _ended(state: RunState) -> dict[str, Any]:
    return {"state": state, "finished_at": datetime.now(UTC)}


def _step_completed(
    run: RunRecord, step: str, total: int | None, done: int, failed: int
) -> WorkflowStepCompleted:
    return WorkflowStepCompleted(
        workflow=run.workflow, step=step, total=total, done=done, failed=failed
    )


def _hundredths(ended: int, total: int | None) -> int:
    return ended * FACTS_OF_A_STEP // total if total else 0
