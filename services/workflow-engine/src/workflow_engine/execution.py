"""One run from its beginning to its end."""

from functools import partial
from uuid import UUID

from alice_contracts.http.workflow import RunState
from alice_core.database import Database
from alice_core.events.outages import Backoff, through_outages
from alice_core.logs import get_logger
from workflow_engine.errors import RunCancelledError, RunFailedError
from workflow_engine.runs import changes, repository
from workflow_engine.runs.changes import Decide
from workflow_engine.runs.journal import Journal
from workflow_engine.steps import step
from workflow_engine.workflows.registry import Workflows

log = get_logger(__name__)


class Execution:
    """Does what a run's workflow says, and writes how it ended, exactly once."""

    def __init__(self, database: Database, journal: Journal, workflows: Workflows) -> None:
        self._database = database
        self._journal = journal
        self._workflows = workflows

    async def execute(self, run_id: UUID) -> None:
        """Whatever a crash cut off is done again, up to what the run's row says is done."""
        name = await step("begin", partial(self._begin, run_id))
        if name is None:
            return
        try:
            end = await self._work(run_id, name)
        except RunCancelledError:
            await self._give_up(run_id, name)
        else:
            await through_outages(
                Backoff("end of a run"), partial(self._journal.write, run_id, end)
            )
        await through_outages(Backoff("end of a run"), partial(self._forget_selected, run_id))

    async def _begin(self, run_id: UUID) -> str | None:
        """The workflow to follow; None for a run that was cancelled while it waited."""
        run = await self._journal.write(run_id, changes.start)
        return run.workflow if run.state is RunState.RUNNING else None

    async def _work(self, run_id: UUID, name: str) -> Decide:
        """How the run ends; raises `RunCancelledError` where somebody has ended it already."""
        workflow = self._workflows.find(name)
        if workflow is None:
            return changes.fail(f"This release has no workflow {name!r}; install a newer one.")
        try:
            await workflow.run(run_id)
        except RunCancelledError:
            raise
        except RunFailedError as error:
            return changes.fail(str(error))
        except Exception as error:
            log.exception("run failed", run=str(run_id))
            return changes.fail(
                f"Something went wrong here ({type(error).__name__}); the log of workflow says "
                f"what, and a new run may succeed."
            )
        return changes.complete

    async def _give_up(self, run_id: UUID, name: str) -> None:
        workflow = self._workflows.find(name)
        if workflow is None:
            return
        try:
            await step("give up", partial(workflow.give_up, run_id))
        except RunFailedError as error:
            log.warning("work of a cancelled run may go on", run=str(run_id), reason=str(error))

    async def _forget_selected(self, run_id: UUID) -> None:
        async with self._database.transaction() as session:
            await repository.forget_selected(session, run_id)
