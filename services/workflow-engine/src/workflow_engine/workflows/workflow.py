"""What a workflow is."""

from typing import Protocol
from uuid import UUID

from alice_contracts.http.workflow import Workflow as About


class Workflow(Protocol):
    """Works in steps (`workflow_engine.steps`), so that a resumed run goes on where it was.

    The order and names of its steps are part of every run that has not ended: new steps go
    behind all others, or `workflow_engine.queue.VERSION` is raised.
    """

    @property
    def about(self) -> About: ...

    async def run(self, run_id: UUID) -> None:
        """Return when all is done.

        Raises `RunFailedError` where it cannot be, and `RunCancelledError` where it need not be.
        """
        ...

    async def give_up(self, run_id: UUID) -> None:
        """Undo what was asked of others and has not begun; may be called again."""
        ...
