"""The queue of runs, and the names that DBOS knows them by.

None of these names ever changes: they stand in the database with every run that has not ended.
"""

from uuid import UUID

from dbos import DBOSClient, EnqueueOptions
from sqlalchemy.ext.asyncio import AsyncSession

from alice_core.database import Database
from workflow_engine.dbos_log import quieten

APPLICATION = "alice-workflow"
SCHEMA = "dbos"
QUEUE = "runs"
RUN = "run"

VERSION = "1"
"""Raised only when a run that was begun under older code could not go on under newer code.

DBOS resumes runs of its own version alone, and finds the steps that are done by their order and
name. New workflows, and steps that come after all others, leave the version as it is.
"""


class RunQueue:
    def __init__(self, database: Database) -> None:
        quieten()
        # It writes through the session that it is given and never opens a connection.
        self._client = DBOSClient(
            system_database_engine=database.engine.sync_engine,
            dbos_system_schema=SCHEMA,
            application_name=APPLICATION,
            lazy=True,
        )

    async def add(self, session: AsyncSession, run_id: UUID) -> None:
        """Queue a run in the caller's transaction, which alone decides whether it holds."""
        options = EnqueueOptions(
            workflow_name=RUN, queue_name=QUEUE, workflow_id=str(run_id), app_version=VERSION
        )
        await session.run_sync(self._client.enqueue_in_transaction, options, str(run_id))
