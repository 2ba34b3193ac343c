"""Work outlives its worker and its database, and is committed once."""

import asyncio
from pathlib import Path

import pytest

from alice_core.testing import eventually, python_process
from alice_core.testing.databases import Databases
from alice_core.work.worker import Worker

SCRIPT = Path(__file__).with_name("crashing.py")


@pytest.fixture
async def work_url(request, database_factory, prepare_work):
    """A database that the test may kill, where it asks for `own_postgres`."""
    if "own_postgres" not in request.fixturenames:
        return await database_factory("work", prepare_work)
    databases = Databases(request.getfixturevalue("own_postgres").server)
    return databases.url(await databases.clone("work", prepare_work))


@pytest.mark.parametrize("point", ["in the middle of leased work", "in the middle of the commit"])
@pytest.mark.parametrize("successor", ["one", "another"])
async def test_worker_killed(
    point, successor, running, database, work_url, queue, add, results, depth, commit_of
):
    async def compute(job):
        return commit_of(job)

    await add(1, 2, 3)
    async with python_process(str(SCRIPT), point, work_url) as process:
        await process.wait_for("reached")
        await process.kill()
    assert await results() == []
    async with running(Worker(database, queue, compute, 1, successor, poll=0.1)):
        await eventually(lambda: has(results, [1, 2, 3]))
    assert await depth() == (0, 0, 0)


async def test_the_database_goes_down_while_work_is_computed(
    own_postgres, running, database, queue, add, results, commit_of
):
    computing, go_on, attempts = asyncio.Event(), asyncio.Event(), []

    async def compute(job):
        attempts.append(job.attempt)
        computing.set()
        await go_on.wait()
        return commit_of(job)

    await add(1)
    async with running(Worker(database, queue, compute, 1, "one", poll=0.1)):
        await computing.wait()
        own_postgres.kill()
        go_on.set()
        await own_postgres.start()
        await eventually(lambda: has(results, [1]))
    assert attempts == [1]


async def has(results, expected) -> bool:
    return sorted(await results()) == expected
