"""Facts that workflow owns. The subject is the run id."""

from typing import ClassVar

from alice_contracts.envelope import EventData


class WorkflowStarted(EventData):
    type: ClassVar[str] = "workflow.started"
    aspect: ClassVar[str] = "run"

    workflow: str


class WorkflowStepCompleted(EventData):
    """`total` is null until the selection is wholly read."""

    type: ClassVar[str] = "workflow.step_completed"
    aspect: ClassVar[str] = "run"

    workflow: str
    step: str
    total: int | None
    done: int
    failed: int


class WorkflowCompleted(EventData):
    type: ClassVar[str] = "workflow.completed"
    aspect: ClassVar[str] = "run"

    workflow: str
    total: int
    done: int
    failed: int


class WorkflowFailed(EventData):
    """It ended before its work was done: by an error, or because a person cancelled it."""

    type: ClassVar[str] = "workflow.failed"
    aspect: ClassVar[str] = "run"

    workflow: str
    cancelled: bool
    error: str | None
