"""Child processes that end with their parent, and what an earlier parent left behind."""

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from alice_core.embedded.accounts import Account, privileges
from alice_core.embedded.errors import ServerError

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None, use_errno=True)
_POLL_SECONDS = 0.02
_LOG_TAIL_BYTES = 2000


@dataclass(frozen=True)
class Command:
    """How a server is run, and the signals that end it.

    `stop_signal` asks for an orderly end; `orphan_signal` is sent by Linux when the parent dies.
    """

    name: str
    argv: tuple[str, ...]
    stop_signal: signal.Signals
    orphan_signal: signal.Signals
    account: Account | None = None


class ServerProcess:
    """A running server, started on construction from the main thread.

    Linux delivers `orphan_signal` when the *thread* that made the child ends.
    """

    def __init__(self, command: Command, log_path: Path) -> None:
        self.command = command
        self.log_path = log_path
        log_path.parent.mkdir(parents=True, exist_ok=True)
        with log_path.open("ab") as log:
            self._popen = _spawn(command, log.fileno())

    @property
    def pid(self) -> int:
        """The process id."""
        return self._popen.pid

    def exit_code(self) -> int | None:
        """The exit code, negative for a signal, or None while it runs."""
        return self._popen.poll()

    def terminate(self) -> None:
        """Ask for an orderly end, without waiting for it."""
        self._popen.send_signal(self.command.stop_signal)

    def stop(self, within: float = 10) -> None:
        """Ask for an orderly end; kill what still runs after `within` seconds."""
        self.terminate()
        try:
            self._popen.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._popen.kill()
        self._popen.wait()

    async def wait_ready(self, probe: Callable[[], Awaitable[bool]], within: float) -> None:
        """Wait until `probe` holds.

        Raises:
            ServerError: when the process ended or the time is over, with the end of its log.
        """
        deadline = time.monotonic() + within
        while not await probe():
            if self.exit_code() is not None:
                raise self._failure(f"ended with {self.exit_code()}")
            if time.monotonic() > deadline:
                raise self._failure(f"was not ready after {within:g} s")
            await asyncio.sleep(_POLL_SECONDS)

    def _failure(self, problem: str) -> ServerError:
        return ServerError(f"{self.command.name} {problem}:\n{log_tail(self.log_path)}")


def log_tail(path: Path) -> str:
    """The end of a log, for messages."""
    with path.open("rb") as log:
        log.seek(max(0, path.stat().st_size - _LOG_TAIL_BYTES))
        return log.read().decode(errors="replace")


def _spawn(command: Command, log: int) -> subprocess.Popen[bytes]:
    parent = os.getpid()
    return subprocess.Popen(
        command.argv,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd="/",
        # A session of its own: Ctrl-C in the terminal reaches the parent alone.
        start_new_session=True,
        # Runs after the change of user, which would clear the setting.
        preexec_fn=lambda: end_with_parent(parent, command.orphan_signal),
        **privileges(command.account),
    )


def end_with_parent(parent: int, orphan_signal: signal.Signals) -> None:
    """Called in a child: have Linux send it `orphan_signal` when `parent` dies."""
    if sys.platform != "linux":
        return
    if _LIBC.prctl(_PR_SET_PDEATHSIG, int(orphan_signal)) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        os._exit(1)


def end_left_behind(
    executable: str, data_dir: Path, stop_signal: signal.Signals, within: float = 5
) -> None:
    """End servers that still work on `data_dir` after their parent was killed.

    Both servers have their data directory as working directory. The caller makes sure that no
    other platform uses the directory.
    """
    alive = list(_working_in(executable, data_dir))
    for number in (stop_signal, signal.SIGKILL):
        for process in alive:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        _, alive = psutil.wait_procs(alive, timeout=within)


def _working_in(executable: str, data_dir: Path) -> Iterator[psutil.Process]:
    for process in psutil.process_iter(["name", "cwd"]):
        if process.info["name"] == executable and process.info["cwd"] == str(data_dir.resolve()):
            yield process
