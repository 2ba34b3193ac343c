"""Runs: executions of workflows, from their start to their end."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from alice_contracts.http.base import Page
from alice_contracts.http.workflow import NewRun, Run, RunState
from alice_interface.api.resource import Workflow, resource_router

router = resource_router("runs")


@router.post("/runs", status_code=201)
async def start_run(workflow: Workflow, run: NewRun) -> Run:
    """Begin a workflow over what its selection finds; it goes on by itself."""
    return await workflow.start_run(run)


@router.get("/runs")
async def list_runs(
    workflow: Workflow,
    state: RunState | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Page[Run]:
    """The newest first."""
    return await workflow.runs(state, cursor, limit)


@router.get("/runs/{run_id}")
async def get_run(workflow: Workflow, run_id: UUID) -> Run:
    return await workflow.run(run_id)


@router.post("/runs/{run_id}/cancel")
async def cancel_run(workflow: Workflow, run_id: UUID) -> Run:
    """Ask a run to end; one that has ended stays as it is."""
    return await workflow.cancel_run(run_id)
