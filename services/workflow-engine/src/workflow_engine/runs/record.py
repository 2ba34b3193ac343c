"""A run as its row holds it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from alice_contracts.http.search import Selection
from alice_contracts.http.workflow import Run, RunState


@dataclass(frozen=True)
class RunRecord:
    """Everything that is kept of one run; `runs.models` says what the columns mean."""

    id: UUID
    workflow: str
    selection: Selection
    state: RunState
    revision: int
    search_cursor: str | None
    total: int | None
    handed_over: str | None
    done: int
    failed: int
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    def shown(self) -> Run:
        """What the API answers of it."""
        return Run.model_validate(asdict(self))
