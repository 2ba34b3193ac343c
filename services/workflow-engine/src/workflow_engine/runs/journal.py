"""The one place where a run changes: its row, its revision and its fact, all or nothing."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from alice_core.database import Database
from alice_core.events.outbox import Fact, Outbox
from workflow_engine.errors import RunCancelledError
from workflow_engine.runs import repository
from workflow_engine.runs.changes import Decide
from workflow_engine.runs.record import RunRecord


class Journal:
    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox

    async def write(self, run_id: UUID, decide: Decide) -> RunRecord:
        """`write_in` a transaction of its own."""
        async with self._database.transaction() as session:
            return await self.write_in(session, run_id, decide)

    async def write_in(self, session: AsyncSession, run_id: UUID, decide: Decide) -> RunRecord:
        """Change a run and return it; one that has ended stays as it is.

        Raises `LookupError` where there is no such run.
        """
        run = await repository.lock(session, run_id)
        if run is None:
            raise LookupError(f"there is no run {run_id}")
        change = None if run.state.has_ended else decide(run)
        if change is None:
            return run
        values = {**change.values, "revision": run.revision + 1}
        changed = await repository.update(session, run_id, values)
        if change.fact is not None:
            await self._outbox.add(session, [Fact(str(run_id), changed.revision, change.fact)])
        return changed

    async def living(self, run_id: UUID) -> RunRecord:
        """The run; raises `RunCancelledError` where somebody has ended it meanwhile."""
        async with self._database.reader() as session:
            run = await repository.get(session, run_id)
        if run is None:
            raise LookupError(f"there is no run {run_id}")
        if run.state.has_ended:
            raise RunCancelledError
        return run
