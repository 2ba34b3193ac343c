"""A process that hangs, dies or has nothing to do is replaced, and nobody else notices."""

import asyncio
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import AsyncIterator
from concurrent.futures.process import BrokenProcessPool

import psutil
import pytest

from alice_core.sandbox.errors import DiedError, TookTooLongError
from alice_core.sandbox.pool import Sandbox
from alice_core.sandbox.process import Bounds
from alice_core.testing import eventually

BOUNDS = Bounds(seconds=30, address_space=2**31)
FOR_LONG = 60.0


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(BOUNDS, workers=1) as sandbox:
        yield sandbox
    assert workers() == []


def workers() -> list[int]:
    return [process.pid for process in multiprocessing.active_children()]


async def at_work() -> int:
    """The one worker, as soon as it sleeps in the call."""
    return (await eventually(workers, within=30))[0]


async def test_a_call_is_made_in_another_process_that_is_bounded(sandbox):
    first, second = [await sandbox.run(os.getpid) for _ in range(2)]
    assert first == second != os.getpid()
    assert await sandbox.run(resource.getrlimit, resource.RLIMIT_AS) == (2**31, 2**31)
    assert await sandbox.run(os.getenv, "OMP_NUM_THREADS") == "1"


async def test_what_the_function_raises_is_raised(sandbox):
    with pytest.raises(ZeroDivisionError):
        await sandbox.run(divmod, 1, 0)
    with pytest.raises(MemoryError):
        await sandbox.run(bytearray, 2**32)


async def test_one_that_dies_says_of_what(sandbox):
    with pytest.raises(DiedError, match="exit code 3"):
        await sandbox.run(os._exit, 3)
    with pytest.raises(DiedError, match="SIGABRT"):
        await sandbox.run(os.abort)
    assert await sandbox.run(abs, -1) == 1


async def test_one_that_hangs_is_killed_and_others_go_on():
    async with Sandbox(Bounds(seconds=2, address_space=2**31), workers=2) as sandbox:
        hanging = asyncio.ensure_future(sandbox.run(time.sleep, FOR_LONG))
        pid = await at_work()
        assert await asyncio.gather(*(sandbox.run(abs, -n) for n in range(8))) == list(range(8))
        with pytest.raises(TookTooLongError, match="2 seconds"):
            await hanging
        assert not psutil.pid_exists(pid)


async def test_workers_that_die_between_calls_are_replaced(sandbox):
    before = await sandbox.run(os.getpid)
    os.kill(before, signal.SIGKILL)
    assert await sandbox.run(os.getpid) != before


async def test_a_worker_that_takes_no_call_up_is_replaced(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("alice_core.sandbox.lane.START_SECONDS", 5.0)
    async with Sandbox(Bounds(seconds=1, address_space=2**31), workers=1) as sandbox:
        before = await sandbox.run(os.getpid)
        os.kill(before, signal.SIGSTOP)
        assert await sandbox.run(os.getpid) != before


async def test_a_cancelled_call_frees_its_worker(sandbox):
    cancelled = asyncio.ensure_future(sandbox.run(time.sleep, FOR_LONG))
    await at_work()
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    assert await sandbox.run(abs, -1) == 1


async def test_closing_ends_calls_under_way():
    async with Sandbox(BOUNDS, workers=1) as sandbox:
        calling = asyncio.ensure_future(sandbox.run(time.sleep, FOR_LONG))
        pid = await at_work()
    with pytest.raises(asyncio.CancelledError):
        await calling
    assert not psutil.pid_exists(pid)


async def test_an_idle_worker_ends_and_the_next_call_starts_another():
    async with Sandbox(BOUNDS, workers=1, idle=0.05) as sandbox:
        before = await sandbox.run(os.getpid)
        await eventually(lambda: workers() == [], within=30)
        assert await sandbox.run(os.getpid) != before


async def test_one_that_cannot_start_says_so():
    async with Sandbox(Bounds(seconds=30, address_space=2**20), workers=1) as sandbox:
        with pytest.raises((BrokenProcessPool, MemoryError, ImportError, DiedError)):
            await sandbox.run(bytearray, 2**24)


async def test_workers_are_recycled(sandbox, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("alice_core.sandbox.lane.CALLS_A_PROCESS", 2)
    async with Sandbox(BOUNDS, workers=1) as sandbox:
        assert len({await sandbox.run(os.getpid) for _ in range(5)}) == 3
