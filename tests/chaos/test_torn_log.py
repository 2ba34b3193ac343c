"""The bus dies and the end of its append-only file is torn off, as by a disk that lied."""

import os
from pathlib import Path

import psutil
import pytest

from alice_core.testing import eventually
from alice_samples.sets import small

pytestmark = pytest.mark.chaos

FILES = 200
TORN_BYTES = 20_000
WITHIN = 100


async def test_what_the_bus_forgot_is_mended_by_a_rebuild(chaos, folder):
    """The file was synced before the outbox let go of a fact, so only a rebuild knows it."""
    paths = small(folder, FILES)
    search = chaos.platform.process("search")
    search.suspend()
    chaos.platform.json("ingest", folder, "--no-wait")
    await eventually(lambda: all_is_published(chaos), within=WITHIN)
    await tear_log(chaos)
    search.resume()
    await chaos.until_at_rest()
    assert chaos.processed() < FILES

    assert chaos.platform.json("rebuild")["state"] == "completed"
    await chaos.is_whole(paths)


def all_is_published(chaos) -> bool:
    """All files are decoded and all facts have left the outbox."""
    undone = chaos.count("assets", "SELECT count(*) FROM assets WHERE state <> 'processed'")
    return undone == chaos.count("assets", "SELECT count(*) FROM outbox") == 0


async def tear_log(chaos) -> None:
    """Kill Valkey and cut its file before the supervisor can start it again."""
    supervisor = chaos.platform.state().supervisor.process()
    supervisor.suspend()
    try:
        valkey = chaos.platform.process("valkey")
        valkey.kill()
        await eventually(lambda: not is_running(valkey), within=WITHIN)
        log = newest_log(chaos.platform.home / "valkey" / "appendonlydir")
        os.truncate(log, log.stat().st_size - TORN_BYTES)
    finally:
        supervisor.resume()
    await eventually(lambda: chaos.platform.process("valkey").pid != valkey.pid, within=WITHIN)


def is_running(process: psutil.Process) -> bool:
    """A killed child is a zombie while its suspended parent cannot take leave of it."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def newest_log(folder: Path) -> Path:
    return max(folder.glob("*.incr.aof"), key=lambda log: log.stat().st_mtime)
