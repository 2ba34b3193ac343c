"""A decoder that hangs or dies is killed alone."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator

import psutil
import pytest
from decoding_task import run

from alice_contracts.media import RejectReason
from alice_decoding.limits import DecodeLimits
from alice_decoding.pool import DecodePool
from alice_decoding.source import Changed, Source
from alice_decoding.undecodable import Undecodable
from alice_samples import stills
from alice_samples.hostile import huge_png
from alice_samples.png_chunks import png_file

# A second or so of decoding: time to be met at work.
SLOW = huge_png(10_000, 7_900)
QUICK = stills.png(1, (64, 64))


@pytest.fixture
async def pool() -> AsyncIterator[DecodePool]:
    async with DecodePool(run, workers=2) as pool:
        yield pool
    assert workers() == []


def workers() -> list[int]:
    return [process.pid for process in multiprocessing.active_children()]


async def at_work_on(source: Source) -> int:
    """The process that has the file open."""
    async with asyncio.timeout(30):
        while True:
            for pid in workers():
                if _has_open(pid, str(source.path)):
                    return pid
            await asyncio.sleep(0)


def _has_open(pid: int, path: str) -> bool:
    try:
        return path in {file.path for file in psutil.Process(pid).open_files()}
    except psutil.Error:
        return False  # it ended meanwhile


async def reason_of(decoding: asyncio.Future) -> RejectReason:
    with pytest.raises(Undecodable) as refusal:
        await decoding
    return refusal.value.reason


async def test_many_files_at_once(pool: DecodePool, write_source):
    sources = [write_source(stills.png(seed, (64, 48))) for seed in range(12)]
    decoded = await asyncio.gather(*(pool.decode(source) for source in sources))
    assert len({result.digest for result in decoded}) == 12
    assert len(workers()) == 2


async def test_verdicts_and_changes_cross_the_process(pool: DecodePool, write_source):
    assert await reason_of(asyncio.ensure_future(pool.decode(write_source(b"")))) == "empty"
    source = write_source(QUICK)
    source.path.write_bytes(b"other")
    with pytest.raises(Changed, match=str(source.path)):
        await pool.decode(source)


@pytest.mark.parametrize("killed_by", [signal.SIGKILL, signal.SIGSEGV])
async def test_a_dying_decoder_takes_nothing_along(
    pool: DecodePool, write_source, killed_by: signal.Signals
):
    slow, quick = write_source(SLOW), write_source(QUICK)
    doomed = asyncio.ensure_future(pool.decode(slow))
    pid = await at_work_on(slow)
    others = asyncio.gather(*(pool.decode(quick) for _ in range(8)))
    os.kill(pid, killed_by)
    with pytest.raises(Undecodable, match=killed_by.name) as refusal:
        await doomed
    assert refusal.value.reason is RejectReason.CRASHED
    assert len(await others) == 8
    assert (await pool.decode(slow)).width == 10_000


async def test_a_hanging_decoder_is_killed_alone(write_source):
    slow, quick = write_source(SLOW), write_source(QUICK)
    async with DecodePool(run, DecodeLimits(seconds=4), workers=2) as pool:
        hanging = asyncio.ensure_future(pool.decode(slow))
        pid = await at_work_on(slow)
        os.kill(pid, signal.SIGSTOP)
        assert len(await asyncio.gather(*(pool.decode(quick) for _ in range(8)))) == 8
        assert await reason_of(hanging) is RejectReason.TIMEOUT
        assert not psutil.pid_exists(pid)
        results = await asyncio.gather(pool.decode(quick), pool.decode(quick))
        assert results[0] == results[1]


async def test_memory_is_bounded(write_source):
    limits = DecodeLimits(address_space=2**30, pixels=10**9)
    # Its memory is asked for before its pixels, of which there are none, are missed.
    greedy = write_source(png_file(20_000, 20_000, b""))
    async with DecodePool(run, limits, workers=1) as pool:
        reason = await reason_of(asyncio.ensure_future(pool.decode(greedy)))
        assert reason is RejectReason.OUT_OF_MEMORY
        assert (await pool.decode(write_source(QUICK))).width == 64


def test_the_parent_loads_no_decoder():
    program = "import sys, alice_decoding.pool; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert not {"pyvips", "av", "PIL", "numpy"} & set(done.stdout.decode().split())
