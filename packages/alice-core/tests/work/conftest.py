"""A queue of small sums, whose results go to the table `result`."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from pydantic import BaseModel
from sqlalchemy import create_engine, text

from alice_core.database import Database, engine_url
from alice_core.work.queue import WorkQueue
from alice_core.work.tables import create_work


class Sum(BaseModel):
    value: int


async def prepare(url: str) -> None:
    engine = create_engine(engine_url(url))
    with engine.begin() as connection:
        op = Operations(MigrationContext.configure(connection))
        create_work(op)
        op.execute("CREATE TABLE result (number bigserial, key text, value int)")
    engine.dispose()


@pytest.fixture
def prepare_work():
    return prepare


@pytest.fixture
async def work_url(database_factory):
    return await database_factory("work", prepare)


@pytest.fixture
async def database(work_url):
    database = Database(work_url)
    yield database
    await database.close()


@pytest.fixture
def queue():
    return WorkQueue("sums", Sum)


@pytest.fixture
def add(database, queue):
    async def add(*values: int, priority: int = 0) -> None:
        async with database.transaction() as session:
            items = [(f"key-{value}", Sum(value=value)) for value in values]
            await queue.add(session, items, priority)

    return add


@pytest.fixture
def results(database):
    """The values that were committed, in order and as often as they were."""

    async def read() -> list[int]:
        async with database.reader() as session:
            return list(await session.scalars(text("SELECT value FROM result ORDER BY number")))

    return read


@pytest.fixture
def depth(database, queue):
    """Numbers of waiting, leased and failed work."""

    async def read() -> tuple[int, int, int]:
        async with database.reader() as session:
            found = await queue.depth(session)
        return found.waiting, found.leased, found.failed

    return read


@pytest.fixture
def commit_of():
    """What to commit for a job."""

    def commit_of(job):
        async def commit(session) -> None:
            await session.execute(
                text("INSERT INTO result (key, value) VALUES (:key, :value)"),
                {"key": job.key, "value": job.payload.value},
            )

        return commit

    return commit_of


@pytest.fixture
def running():
    """Run workers beside the block, and show what they raised."""

    @asynccontextmanager
    async def run(*parts):
        tasks = [asyncio.create_task(part.run()) for part in parts]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task

    return run
