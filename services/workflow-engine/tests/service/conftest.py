"""The whole service between a search and a quality, in the test's process or its own."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any
from uuid import UUID

import httpx
import pytest
from dbos import DBOSClient
from psycopg import AsyncConnection
from redis.asyncio import Redis

from alice_contracts.clients.workflow import WorkflowClient
from alice_contracts.envelope import RawEvent
from alice_contracts.http.operations import ServiceStatus
from alice_contracts.http.search import Selection
from alice_contracts.http.workflow import NewRun, Run, RunState
from alice_contracts.services import WORKFLOW
from alice_core.app import create_app
from alice_core.main import load_settings, run_migrations
from alice_core.testing import PythonProcess, eventually, free_port, python_process
from alice_core.testing.databases import Databases
from alice_core.testing.fixtures import DatabaseFactory
from alice_core.testing.http import http_server
from workflow_engine import engine, selecting
from workflow_engine.app import service
from workflow_engine.queue import APPLICATION, QUEUE
from workflow_engine.runs.desk import RunDesk
from workflow_engine.workflows import reassess

TOKEN = "inner"
LOCKS = (
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE locktype = 'advisory' AND datname = current_database()"
)


class Platform:
    """Where everything is that the service is told of."""

    def __init__(self, search: Any, quality: Any, environ: dict[str, str]) -> None:
        self.search = search
        self.quality = quality
        self.environ = environ

    async def connected(self) -> bool:
        """The relay leads, and DBOS does its background jobs; each holds a lock on that."""
        async with await AsyncConnection.connect(self.environ["DATABASE_URL"]) as connection:
            found = await connection.execute(LOCKS)
            return await found.fetchone() == (2,)

    async def facts(self, run_id: UUID) -> list[RawEvent]:
        """What was said of a run, as an inbox takes it: what is sent twice counts once."""
        async with Redis.from_url(self.environ["REDIS_URL"]) as redis:
            entries = await redis.xrange("alice.workflow")
        events = [RawEvent.model_validate_json(fields[b"event"]) for _, fields in entries]
        once = {event.id: event for event in events if event.subject == str(run_id)}
        return list(once.values())


class Workflow:
    """The running service and what a test asks of it."""

    def __init__(self, http: httpx.AsyncClient, platform: Platform) -> None:
        self.http = http
        self.client = WorkflowClient(WORKFLOW, http)
        self.platform = platform

    async def begin(self, **selection: Any) -> UUID:
        new = NewRun(workflow="reassess", selection=Selection(**selection))
        return (await self.client.start_run(new)).id

    async def becomes(self, run_id: UUID, state: RunState) -> Run:
        async def reached() -> Run | None:
            run = await self.client.run(run_id)
            assert run.state is state or not run.state.has_ended, f"it is {run}"
            return run if run.state is state else None

        return await eventually(reached, within=60, every=0.05)

    async def facts(self, run_id: UUID) -> list[RawEvent]:
        """What was said of a run, when nothing waits to be said any more."""

        async def all_said() -> bool:
            answer = await self.http.get("/operations/status")
            return ServiceStatus.model_validate_json(answer.content).outbox.waiting == 0

        await eventually(all_said)
        return await self.platform.facts(run_id)


@pytest.fixture
async def workflow_url(request: pytest.FixtureRequest, database_factory: DatabaseFactory) -> str:
    """A database that the test may kill, where it asks for `own_postgres`."""
    if "own_postgres" not in request.fixturenames:
        return await database_factory("workflow", _prepare)
    databases = Databases(request.getfixturevalue("own_postgres").server)
    return databases.url(await databases.clone("workflow", _prepare))


@pytest.fixture
async def platform(
    search: Any, quality: Any, workflow_url: str, redis_url: str
) -> AsyncIterator[Platform]:
    with http_server(search.app) as search_url, http_server(quality.app) as quality_url:
        environ = {
            "SERVICE_NAME": WORKFLOW.name,
            "DATABASE_URL": workflow_url,
            "REDIS_URL": redis_url,
            "INTERNAL_TOKEN": TOKEN,
            "SEARCH_SERVICE_URL": search_url,
            "QUALITY_SERVICE_URL": quality_url,
        }
        yield Platform(search, quality, environ)
        for brake in (search.brake, quality.handing_over, quality.looking):
            brake.release()


async def _prepare(url: str) -> None:
    """A migrated database in which the service has once run, so that its queue is known."""
    environ = {
        "SERVICE_NAME": WORKFLOW.name,
        "DATABASE_URL": url,
        "REDIS_URL": "redis://127.0.0.1:1",
        "INTERNAL_TOKEN": TOKEN,
    }
    await asyncio.to_thread(run_migrations, service, _settings(environ))
    await asyncio.to_thread(_register_queue, url)


def _register_queue(url: str) -> None:
    """As when the service has run before: DBOS looks for new queues once a second only."""
    client = DBOSClient(system_database_url=url, application_name=APPLICATION)
    client.register_queue(QUEUE, polling_interval_sec=0.05)
    client.destroy()


def _settings(environ: Mapping[str, str]) -> Any:
    return load_settings(service, {name.lower(): value for name, value in environ.items()})


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short pauses and small batches, so that little work takes many steps."""
    monkeypatch.setattr(engine, "QUEUE_POLL", 0.05)
    monkeypatch.setattr(engine, "LISTENER_POLL", 0.01)
    monkeypatch.setattr(selecting, "PAGE", 10)
    monkeypatch.setattr(reassess, "MAX_BATCH", 10)
    monkeypatch.setattr(reassess, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(reassess, "LONGEST_PAUSE", 0.01)


Running = Callable[..., AbstractAsyncContextManager[Workflow]]


@pytest.fixture
def running(platform: Platform) -> Running:
    """The service in the test's process, with settings of the test's own."""
    return partial(_run, platform)


@pytest.fixture
async def workflow(running: Running) -> AsyncIterator[Workflow]:
    async with running() as workflow:
        yield workflow


@pytest.fixture
async def desk(platform: Platform) -> AsyncIterator[Workflow]:
    """The routes alone: what is begun stays waiting."""
    app = create_app(service, _settings(platform.environ), pytest.fail)
    async with _client(transport=httpx.ASGITransport(app)) as http:
        yield Workflow(http, platform)
    await app.state.provided[RunDesk]._database.close()


LIVES = """
import os, signal, sys
from alice_core.embedded.process import end_with_parent
from alice_core.main import main
from workflow_engine import engine, selecting
from workflow_engine.app import service
from workflow_engine.workflows import reassess

engine.QUEUE_POLL = 0.05
selecting.PAGE = reassess.MAX_BATCH = 10
reassess.FIRST_PAUSE = reassess.LONGEST_PAUSE = 0.01

for life, code in enumerate(sys.argv[1:]):
    child = os.fork()
    if not child:
        end_with_parent(os.getppid(), signal.SIGKILL)
        exec(code)
        sys.argv[1:] = []
        main(service)
    print(f"life {life} is {child}.")
    os.waitpid(child, 0)
    print(f"life {life} has ended.")
"""


class Lives:
    """Processes of the service, one after the other, of which each lives until it is killed.

    They are forked from a parent that has imported the code, as `alice up` does it.
    """

    def __init__(self, parent: PythonProcess, workflow: Workflow) -> None:
        self._parent = parent
        self._current = 0
        self.workflow = workflow

    async def begun(self) -> None:
        """Wait for the first of them to answer."""
        await self._parent.wait_for("Uvicorn running on", within=60)

    async def reach(self, marker: str) -> None:
        await self._parent.wait_for(marker, within=60)

    async def kill(self) -> None:
        """End the current one, so that the next begins."""
        begun = f"life {self._current} is "
        await self._parent.wait_for(begun)
        os.kill(int(self._parent.output.partition(begun)[2].partition(".")[0]), signal.SIGKILL)
        await self._parent.wait_for(f"life {self._current} has ended.")
        self._current += 1


StartLives = Callable[..., AbstractAsyncContextManager[Lives]]


@pytest.fixture
def start_lives(platform: Platform) -> StartLives:
    """A life for each piece of `codes`, which changes it before it begins."""

    @asynccontextmanager
    async def start(*codes: str) -> AsyncIterator[Lives]:
        port = free_port()
        environ = {**platform.environ, "PORT": str(port)}
        async with (
            python_process("-c", LIVES, *codes, environ=environ) as parent,
            _client(port) as http,
        ):
            lives = Lives(parent, Workflow(http, platform))
            await lives.begun()
            yield lives

    return start


@asynccontextmanager
async def _run(platform: Platform, **values: str) -> AsyncIterator[Workflow]:
    """A connection that is given up while it opens holds up the drop of its database, so the
    service ends no sooner than its parts have theirs.
    """
    failures: list[str] = []
    app = create_app(service, _settings({**platform.environ, **values}), failures.append)
    async with (
        app.router.lifespan_context(app),
        _client(transport=httpx.ASGITransport(app)) as http,
    ):
        await eventually(platform.connected)
        yield Workflow(http, platform)
    assert not failures


def _client(port: int = 80, transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=transport,
        base_url=f"http://127.0.0.1:{port}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        trust_env=False,
    )
