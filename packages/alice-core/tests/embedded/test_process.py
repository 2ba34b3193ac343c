"""Servers end with their parent, and what was left behind stops no later start."""

import os
import pwd
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from alice_core.embedded.accounts import Account, require_reachable
from alice_core.embedded.errors import ServerError
from alice_core.embedded.process import ServerProcess, end_left_behind, log_tail
from alice_core.testing import eventually, free_port, new_postgres, python_process

START = """
import asyncio, os, sys, pathlib
from alice_core.embedded.postgres import PostgresServer
from alice_core.embedded.valkey import ValkeyServer
kind, directory, port, uid = sys.argv[1:]
if int(uid) != os.geteuid():
    os.setgid(int(uid)), os.setuid(int(uid))
server = {"postgres": PostgresServer, "valkey": ValkeyServer}[kind](
    pathlib.Path(directory) / "data", int(port), "secret"
)
process = server.start(pathlib.Path(directory) / "log")
asyncio.run(server.wait_ready(process))
print("pid", process.pid, "ready", flush=True)
input()
"""


@asynccontextmanager
async def started(kind: str, directory: Path, uid: int | None = None):
    """The pid of a server whose parent is killed on leaving; it ends, too."""
    uid = os.geteuid() if uid is None else uid
    arguments = ["-c", START, kind, str(directory), str(free_port()), str(uid)]
    async with python_process(*arguments) as parent:
        await parent.wait_for("ready")
        pid = int(parent.output.split()[1])
        yield pid
    await eventually(lambda: not psutil.pid_exists(pid))


@pytest.mark.parametrize("kind", ["postgres", "valkey"])
async def test_a_server_ends_with_its_killed_parent_and_starts_again(kind, own_server_dir):
    async with started(kind, own_server_dir):
        pass
    async with started(kind, own_server_dir) as pid:
        assert psutil.pid_exists(pid)


async def test_a_normal_user_can_run_it(own_server_dir):
    uid = an_unprivileged_uid()
    os.chown(own_server_dir, uid, -1)
    async with started("postgres", own_server_dir, uid) as pid:
        assert psutil.Process(pid).uids().real == uid


def an_unprivileged_uid() -> int:
    """Another uid when root may take one that reaches this interpreter, else our own."""
    nobody = pwd.getpwnam("nobody")
    try:
        require_reachable(Path(sys.prefix) / "lib", Account("nobody", nobody.pw_uid, nobody.pw_gid))
    except ServerError:
        return os.geteuid()
    return nobody.pw_uid if os.geteuid() == 0 else os.geteuid()


async def test_a_server_that_outlived_its_parent_is_ended(own_server_dir):
    running = new_postgres(own_server_dir)
    await running.start()
    end_left_behind("postgres", running.server.data_dir, signal.SIGQUIT)
    assert running.process.exit_code() is not None


async def test_a_server_of_another_directory_is_left_alone(own_server_dir, postgres_server):
    end_left_behind("postgres", own_server_dir, signal.SIGQUIT)
    assert postgres_server.process.exit_code() is None


async def test_stop_is_orderly(own_postgres):
    own_postgres.stop()
    assert own_postgres.process.exit_code() == 0
    assert "database system is shut down" in log_tail(own_postgres.process.log_path)


async def test_a_server_that_cannot_start_shows_its_log(own_server_dir, postgres_server):
    running = new_postgres(own_server_dir)
    taken = type(running.server)(
        running.server.data_dir, postgres_server.server.port, "secret", durable=False
    )
    process = taken.start(own_server_dir / "log")
    with pytest.raises(ServerError, match="could not bind IPv4 address"):
        await process.wait_ready(never, within=30)


async def test_waiting_is_bounded(postgres_server):
    process: ServerProcess = postgres_server.process
    with pytest.raises(ServerError, match="not ready after 0 s"):
        await process.wait_ready(never, within=0)


async def never() -> bool:
    return False


def test_a_directory_closed_to_the_account_is_named(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    stranger = Account("stranger", os.geteuid() + 54_321, os.getegid() + 54_321)
    with pytest.raises(ServerError, match=r"is closed to the user stranger.*chmod o\+x"):
        require_reachable(closed / "data", stranger)
