"""Runs for those who ask: begun, looked at and cancelled."""

from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from alice_contracts.http.base import Page
from alice_contracts.http.workflow import NewRun, Run, RunState
from alice_core.database import Database
from alice_core.pages import bad_cursor, decode_cursor, encode_cursor
from alice_core.problems import Problem, not_found
from workflow_engine.queue import RunQueue
from workflow_engine.runs import changes, repository
from workflow_engine.runs.journal import Journal
from workflow_engine.runs.record import RunRecord
from workflow_engine.workflows.registry import Workflows


class RunDesk:
    def __init__(
        self, database: Database, journal: Journal, queue: RunQueue, workflows: Workflows
    ) -> None:
        self._database = database
        self._journal = journal
        self._queue = queue
        self._workflows = workflows

    async def begin(self, new: NewRun) -> Run:
        """Write the run and queue it, both or neither; raises a 422 problem."""
        if self._workflows.find(new.workflow) is None:
            raise _unknown_workflow(new.workflow, self._workflows)
        run = _waiting(new)
        async with self._database.transaction() as session:
            await repository.add(session, run)
            await self._queue.add(session, run.id)
        return run.shown()

    async def get(self, run_id: UUID) -> Run:
        """Raises a 404 problem."""
        async with self._database.reader() as session:
            run = await repository.get(session, run_id)
        if run is None:
            raise _no_run(run_id)
        return run.shown()

    async def list(self, state: RunState | None, cursor: str | None, limit: int) -> Page[Run]:
        """Raises a 422 problem for a bad cursor."""
        query = {"runs": state}
        before = _before(query, cursor) if cursor else None
        async with self._database.reader() as session:
            found = await repository.page(session, state, before, limit + 1)
        shown = [run.shown() for run in found[:limit]]
        more = encode_cursor(query, [str(shown[-1].id)]) if len(found) > limit else None
        return Page(items=shown, next=more)

    async def cancel(self, run_id: UUID) -> Run:
        """End a run that has not ended; whoever works on it finds out. Raises a 404 problem."""
        try:
            run = await self._journal.write(run_id, changes.cancel)
        except LookupError as error:
            raise _no_run(run_id) from error
        return run.shown()


def _waiting(new: NewRun) -> RunRecord:
    return RunRecord(
        id=uuid7(),
        workflow=new.workflow,
        selection=new.selection,
        state=RunState.WAITING,
        revision=0,
        search_cursor=None,
        total=None,
        handed_over=None,
        done=0,
        failed=0,
        error=None,
        created_at=datetime.now(UTC),
        started_at=None,
        finished_at=None,
    )


def _before(query: dict[str, RunState | None], cursor: str) -> UUID:
    try:
        [key] = decode_cursor(query, cursor)
        return UUID(key)
    except (AttributeError, TypeError, ValueError) as error:
        raise bad_cursor("its sort keys cannot be read") from error


def _unknown_workflow(name: str, known: Workflows) -> Problem:
    names = ", ".join(workflow.name for workflow in known)
    return Problem(
        422,
        "unknown-workflow",
        "There is no such workflow",
        f"workflow: {name!r} is none of those there are: {names}.",
    )


def _no_run(run_id: UUID) -> Problem:
    return not_found(f"The run {run_id}", "GET /api/v1/runs lists those there are.")
