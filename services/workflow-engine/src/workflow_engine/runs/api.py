"""Routes of runs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from alice_contracts.http.base import Page
from alice_contracts.http.workflow import NewRun, Run, RunState
from alice_core.service import provided
from workflow_engine.runs.desk import RunDesk

router = APIRouter(prefix="/api/v1/runs", tags=["runs"])

Desk = Annotated[RunDesk, provided(RunDesk)]


@router.post("", status_code=201, operation_id="start_run")
async def start_run(new: NewRun, desk: Desk) -> Run:
    """Have a workflow work on a selection, as soon as there is room for one more run."""
    return await desk.begin(new)


@router.get("", operation_id="list_runs")
async def list_runs(
    desk: Desk,
    state: RunState | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> Page[Run]:
    """Runs, the newest first."""
    return await desk.list(state, cursor, limit)


@router.get("/{run_id}", operation_id="get_run")
async def get_run(run_id: UUID, desk: Desk) -> Run:
    return await desk.get(run_id)


@router.post("/{run_id}/cancel", operation_id="cancel_run")
async def cancel_run(run_id: UUID, desk: Desk) -> Run:
    """End a run, and whatever of its work has not begun; one that has ended stays as it is."""
    return await desk.cancel(run_id)
