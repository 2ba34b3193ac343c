"""Workflows and their runs, as workflow answers them."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field

from alice_contracts.http.base import Model, Request
from alice_contracts.http.search import Selection, Words


class Workflow(Model):
    name: str
    title: str
    description: str


class RunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def has_ended(self) -> bool:
        return self in {RunState.COMPLETED, RunState.FAILED, RunState.CANCELLED}


class NewRun(Request):
    """`selection` is what search would find when the run begins."""

    workflow: Words
    selection: Selection = Field(default_factory=Selection)


class Run(Model):
    """One execution; `total` is null until the selection is wholly read."""

    id: UUID
    workflow: str
    selection: Selection
    state: RunState
    total: int | None
    done: int
    failed: int
    error: str | None
    created_at: AwareDatetime
    started_at: AwareDatetime | None
    finished_at: AwareDatetime | None
