"""Fixtures: a real database and a real bus for every test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import redis.asyncio

from alice_core.embedded.postgres import PostgresServer
from alice_core.embedded.valkey import ValkeyServer
from alice_core.testing.databases import Databases, Prepare
from alice_core.testing.servers import (
    RunningServer,
    new_postgres,
    new_valkey,
    server_directory,
)

DatabaseFactory = Callable[[str, Prepare | None], Awaitable[str]]


@pytest.fixture(scope="session")
def servers_dir() -> Iterator[Path]:
    """Where the session's servers keep their data."""
    with server_directory() as directory:
        yield directory


@pytest.fixture(scope="session")
def postgres_server(servers_dir: Path) -> Iterator[RunningServer[PostgresServer]]:
    """PostgreSQL for all tests of this process; not to be stopped or killed."""
    running = new_postgres(servers_dir)
    asyncio.run(running.start())
    yield running
    running.kill()


@pytest.fixture(scope="session")
def valkey_server(servers_dir: Path) -> Iterator[RunningServer[ValkeyServer]]:
    """Valkey for all tests of this process; not to be stopped or killed."""
    running = new_valkey(servers_dir)
    asyncio.run(running.start())
    yield running
    running.kill()


@pytest.fixture
def own_server_dir() -> Iterator[Path]:
    """Data directory for servers of the test's own, which it may kill."""
    with server_directory() as directory:
        yield directory


@pytest.fixture
async def own_postgres(own_server_dir: Path) -> AsyncIterator[RunningServer[PostgresServer]]:
    """A PostgreSQL of the test's own, which it may kill and start again."""
    running = new_postgres(own_server_dir)
    await running.start()
    yield running
    running.kill()


@pytest.fixture
async def own_valkey(own_server_dir: Path) -> AsyncIterator[RunningServer[ValkeyServer]]:
    """A Valkey of the test's own, which it may kill and start again."""
    running = new_valkey(own_server_dir)
    await running.start()
    yield running
    running.kill()


@pytest.fixture(scope="session")
def databases(postgres_server: RunningServer[PostgresServer]) -> Databases:
    """The templates of this session."""
    return Databases(postgres_server.server)


@pytest.fixture
async def database_factory(databases: Databases) -> AsyncIterator[DatabaseFactory]:
    """Make databases for one test: `await database_factory(name, prepare)` returns the URL.

    `prepare(url)` fills the template `name` once a session, as by running migrations.
    """
    made = []

    async def make(name: str, prepare: Prepare | None = None) -> str:
        made.append(await databases.clone(name, prepare))
        return databases.url(made[-1])

    yield make
    for database in made:
        await databases.drop(database)


@pytest.fixture
async def database_url(database_factory: DatabaseFactory) -> str:
    """An empty database with pgvector and pg_trgm, owned by the role in the URL."""
    return await database_factory("empty", None)


@pytest.fixture
async def redis_url(valkey_server: RunningServer[ValkeyServer]) -> str:
    """An empty bus, with a user that has every right."""
    server: ValkeyServer = valkey_server.server
    url = server.url(server.admin)
    async with redis.asyncio.from_url(url) as client:
        await client.flushall()
    return url
