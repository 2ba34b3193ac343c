"""DBOS's life inside the service: it runs what is queued and resumes what a crash cut off."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from dbos import DBOS, DBOSConfig

from alice_core.database import CONNECTION, Database, engine_url
from alice_core.events.outages import Backoff, through_outages
from workflow_engine.dbos_log import quieten
from workflow_engine.queue import APPLICATION, QUEUE, RUN, SCHEMA, VERSION

EXECUTOR = "workflow"
"""There is one process, and it takes up what the one before it left."""

CONNECTIONS = 4
QUEUE_POLL = 1.0  # seconds until a run that waits begins
LISTENER_POLL = 0.2  # seconds; asks nothing, but ending waits for it
CANCEL_AGAIN = 1.0  # seconds
HOUSEKEEPING = 3600.0  # seconds
FORGOTTEN_AT_ONCE = 100

Execute = Callable[[UUID], Awaitable[None]]


def create_tables(url: str) -> None:
    """Create DBOS's tables in a schema of their own, or bring them to its release."""
    quieten()
    DBOS.migrate(_dbos_url(url), schema=SCHEMA)


class Engine:
    """Executes runs, so many at once, in the service's own event loop."""

    def __init__(self, url: str, database: Database, execute: Execute, at_once: int) -> None:
        self._url = url
        self._database = database
        self._execute = execute
        self._at_once = at_once
        self._running: set[asyncio.Task[None]] = set()
        self._closing = False

    async def run(self) -> None:
        """Resume what was cut off, and execute runs until cancelled; `close` ends them."""
        pause = Backoff("engine: database")
        await through_outages(pause, self._database.ping)
        self._launch()
        await through_outages(pause, self._register_queue)
        while True:
            await through_outages(pause, _forget_ended)
            await asyncio.sleep(HOUSEKEEPING)

    async def close(self) -> None:
        """Let go of the runs: what they have not done is left for the next process.

        A cancelled task leaves no outcome in DBOS, so its run is resumed.
        """
        self._closing = True
        while running := set(self._running):
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=CANCEL_AGAIN)
        # DBOS has lent the loop its own threads, and takes them with it.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)

    def _launch(self) -> None:
        """DBOS runs coroutines in the loop in which it is launched, so that cannot be elsewhere."""
        DBOS(config=self._config())

        async def run(run_id: str) -> None:
            self._track()
            await self._execute(UUID(run_id))

        # Each resumption counts as an attempt, and a run may outlive any number of restarts.
        DBOS.workflow(name=RUN, max_recovery_attempts=None)(run)
        DBOS.launch()

    async def _register_queue(self) -> None:
        await DBOS.register_queue_async(
            QUEUE,
            worker_concurrency=self._at_once,
            polling_interval_sec=QUEUE_POLL,
            on_conflict="always_update",
        )

    def _track(self) -> None:
        if self._closing:
            raise asyncio.CancelledError
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def _config(self) -> DBOSConfig:
        return {
            "name": APPLICATION,
            "application_version": VERSION,
            "executor_id": EXECUTOR,
            "system_database_url": _dbos_url(self._url),
            "dbos_system_schema": SCHEMA,
            "sys_db_pool_size": CONNECTIONS,
            "db_engine_kwargs": {
                "connect_args": {**CONNECTION, "application_name": APPLICATION},
                # It tries again by itself, and asks hundreds of times a minute.
                "pool_pre_ping": False,
            },
            "run_migrations": False,
            "use_listen_notify": False,
            "notification_listener_polling_interval_sec": LISTENER_POLL,
            "log_level": "ERROR",
        }


async def _forget_ended() -> None:
    """Drop what DBOS keeps of runs that have ended: their own rows tell how."""
    while ended := await DBOS.list_workflows_async(
        status=["SUCCESS", "ERROR"],
        limit=FORGOTTEN_AT_ONCE,
        load_input=False,
        load_output=False,
    ):
        await DBOS.delete_workflows_async([workflow.workflow_id for workflow in ended])


def _dbos_url(url: str) -> str:
    return engine_url(url).render_as_string(hide_password=False)
