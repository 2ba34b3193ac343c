"""Work is done once, retried when it fails, and never twice at a time."""

import asyncio

import pytest
from sqlalchemy import text

from alice_core.testing import eventually
from alice_core.work.leases import Leases
from alice_core.work.worker import Permanent, Worker


async def test_work_is_done_and_committed(running, database, queue, add, results, depth, commit_of):
    async def compute(job):
        return commit_of(job)

    await add(1, 2, 3)
    async with running(Worker(database, queue, compute, 2, "one")):
        await eventually(lambda: has(results, [1, 2, 3]))
        await add(4)
        await eventually(lambda: has(results, [1, 2, 3, 4]))
        await eventually(lambda: is_at(depth, (0, 0, 0)))


async def test_higher_priority_goes_first(running, database, queue, add, results, commit_of):
    computed = []

    async def compute(job):
        computed.append(job.payload.value)
        return commit_of(job)

    await add(1, 2)
    await add(3, priority=1)
    async with running(Worker(database, queue, compute, 1, "one")):
        await eventually(lambda: has(results, [1, 2, 3]))
    assert computed == [3, 1, 2]


async def test_failed_work_is_tried_again(running, database, queue, add, results, commit_of):
    attempts = []

    async def compute(job):
        attempts.append(job.attempt)
        if len(attempts) < 3:
            raise ValueError("not yet")
        return commit_of(job)

    await add(1)
    async with running(Worker(database, queue, compute, 1, "one", first_delay=0.01)):
        await eventually(lambda: has(results, [1]))
    assert attempts == [1, 2, 3]


async def test_work_that_keeps_failing_waits_for_a_person(
    running, database, queue, add, results, depth, commit_of
):
    attempts = []

    async def compute(job):
        attempts.append(job.attempt)
        if len(attempts) <= 5:
            raise ValueError("broken file")
        return commit_of(job)

    await add(1)
    async with running(Worker(database, queue, compute, 1, "one", first_delay=0.01)):
        await eventually(lambda: is_at(depth, (0, 0, 1)))
        async with database.transaction() as session:
            (failed,) = await queue.list_failed(session)
            assert (failed.key, failed.attempts) == ("key-1", 5)
            assert failed.error == "ValueError: broken file"
            assert await queue.retry(session, [failed.id]) == 1
        await eventually(lambda: has(results, [1]))
    assert attempts == [1, 2, 3, 4, 5, 1]


async def test_permanent_failure_is_not_tried_again(running, database, queue, add, depth):
    async def compute(job):
        raise Permanent("no such codec")

    await add(1)
    async with running(Worker(database, queue, compute, 1, "one")):
        await eventually(lambda: is_at(depth, (0, 0, 1)))
    async with database.transaction() as session:
        (failed,) = await queue.list_failed(session)
        assert failed.attempts == 1
        assert await queue.drop(session, [failed.id]) == 1
    assert await depth() == (0, 0, 0)


async def test_a_commit_that_fails_does_not_take_others_along(
    running, database, queue, add, results, depth, commit_of
):
    together = asyncio.Barrier(3)

    async def compute(job):
        if job.attempt == 1:
            await together.wait()
        return broken if job.payload.value == 2 else commit_of(job)

    async def broken(session) -> None:
        await session.execute(text("SELECT 1/0"))

    await add(1, 2, 3)
    async with running(Worker(database, queue, compute, 3, "one", first_delay=0.01)):
        await eventually(lambda: is_at(depth, (0, 0, 1)))
    assert sorted(await results()) == [1, 3]


async def test_work_added_anew_makes_a_running_result_stale(
    running, database, queue, add, results, depth, commit_of
):
    started, go_on = asyncio.Event(), asyncio.Event()
    computed = []

    async def compute(job):
        computed.append(job.payload.value)
        started.set()
        await go_on.wait()
        return commit_of(job)

    await add(1)
    async with running(Worker(database, queue, compute, 1, "one", poll=0.05)):
        await started.wait()
        await add(1)
        go_on.set()
        await eventually(lambda: has(results, [1]))
        await eventually(lambda: is_at(depth, (0, 0, 0)))
    assert await results() == [1]
    assert computed == [1, 1]


async def test_cancelled_work_is_not_done_and_its_result_is_stale(
    running, database, queue, add, results, depth, commit_of
):
    started, go_on = asyncio.Event(), asyncio.Event()

    async def compute(job):
        started.set()
        await go_on.wait()
        return commit_of(job)

    await add(1, 2, 3, 4)
    async with running(Worker(database, queue, compute, 1, "one")):
        await started.wait()
        async with database.transaction() as session:
            await queue.cancel(session, ["key-1", "key-3"])
        go_on.set()
        await eventually(lambda: is_at(depth, (0, 0, 0)))
    assert sorted(await results()) == [2, 4]


async def test_stopping_gives_leases_back_uncounted(running, database, queue, add, depth):
    started = asyncio.Event()

    async def compute(job):
        started.set()
        await asyncio.Event().wait()

    await add(1, 2)
    async with running(Worker(database, queue, compute, 1, "one")):
        await started.wait()
        await eventually(lambda: is_at(depth, (0, 2, 0)))
    assert await depth() == (2, 0, 0)
    async with database.reader() as session:
        assert set(await session.scalars(text("SELECT attempts FROM work"))) == {0}


async def test_leases_of_long_work_are_renewed(running, database, queue, add, results, commit_of):
    go_on, computed = asyncio.Event(), []

    async def compute(job):
        computed.append(job.token)
        await go_on.wait()
        return commit_of(job)

    def worker(name):
        return Worker(database, queue, compute, 1, name, lease=0.3, poll=0.05)

    await add(1)
    async with running(worker("one"), worker("two")):
        await eventually(lambda: computed)
        before = await lease_end(database)

        async def renewed_thrice():
            return (await lease_end(database) - before).total_seconds() > 0.5

        await eventually(renewed_thrice)
        go_on.set()
        await eventually(lambda: has(results, [1]))
    assert len(computed) == 1


async def test_what_a_dead_worker_left_is_taken_over(
    running, database, queue, add, results, commit_of
):
    async def compute(job):
        return commit_of(job)

    await add(1)
    await lease_to(database, "dead", seconds=0)
    async with running(Worker(database, queue, compute, 1, "one", poll=0.05)):
        await eventually(lambda: has(results, [1]))


async def test_a_process_that_comes_back_frees_its_own_leases(
    running, database, queue, add, results, commit_of
):
    async def compute(job):
        return commit_of(job)

    await add(1, 2)
    await lease_to(database, "one", seconds=1000)
    async with running(Worker(database, queue, compute, 1, "one")):
        await eventually(lambda: has(results, [1, 2]))


async def test_work_that_keeps_killing_its_worker_fails_in_the_end(
    running, database, queue, add, depth
):
    async def compute(job):
        raise AssertionError("not to be tried a sixth time")

    await add(1)
    await lease_to(database, "dead", seconds=0)
    async with database.transaction() as session:
        await session.execute(text("UPDATE work SET attempts = 5"))
    async with running(Worker(database, queue, compute, 1, "one")):
        await eventually(lambda: is_at(depth, (0, 0, 1)))
    async with database.reader() as session:
        (failed,) = await queue.list_failed(session)
    assert failed.error == "its worker ended before the work did"


async def test_payload_that_cannot_be_read_fails_alone(
    running, database, queue, add, results, depth, commit_of
):
    async def compute(job):
        return commit_of(job)

    await add(1, 2)
    async with database.transaction() as session:
        await session.execute(text("UPDATE work SET payload = '{}' WHERE key = 'key-1'"))
    async with running(Worker(database, queue, compute, 1, "one", first_delay=0.01)):
        await eventually(lambda: has(results, [2]))
        await eventually(lambda: is_at(depth, (0, 0, 1)))


@pytest.mark.parametrize("workers", [3])
async def test_several_workers_share_without_doing_anything_twice(
    running, database, queue, add, results, workers, commit_of
):
    async def compute(job):
        await asyncio.sleep(0)
        return commit_of(job)

    await add(*range(200))
    names = [f"worker-{number}" for number in range(workers)]
    async with running(*(Worker(database, queue, compute, 4, name) for name in names)):
        await eventually(lambda: has(results, list(range(200))))


async def lease_to(database, instance: str, seconds: float) -> None:
    async with database.transaction() as session:
        await session.execute(
            text(
                "UPDATE work SET attempts = 1, leased_by = :instance, token = gen_random_uuid(), "
                "available_at = now() + :seconds * interval '1 second'"
            ),
            {"instance": instance, "seconds": seconds},
        )


async def lease_end(database):
    async with database.reader() as session:
        return await session.scalar(text("SELECT available_at FROM work"))


async def has(results, expected) -> bool:
    return sorted(await results()) == expected


async def is_at(depth, expected) -> bool:
    return await depth() == expected


async def test_only_work_that_waits_can_be_withdrawn(database, queue, add, depth):
    await add(1, 2, 3, 4)
    async with database.transaction() as session:
        leases = Leases("sums", "one", 60)
        begun, failed = await leases.claim(session, 2)
        await leases.fail(session, failed, "broken", delay=0, final=True)
    async with database.transaction() as session:
        withdrawn = await queue.withdraw(session, ["key-1", "key-2", "key-3", "key-9"])
    assert withdrawn == ["key-3"]
    assert {begun.key, failed.key} == {"key-1", "key-2"}
    assert await depth() == (1, 1, 1)
