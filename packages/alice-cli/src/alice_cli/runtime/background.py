"""A platform in the background: started until it is ready, and stopped until it is gone."""

import os
import subprocess
import sys
import time

import psutil

from alice_cli.runtime.errors import PlatformError
from alice_cli.runtime.home import Home
from alice_cli.runtime.journal import Observer
from alice_cli.runtime.recovery import end_processes
from alice_cli.runtime.settings import RuntimeSettings
from alice_cli.runtime.state import Phase, PlatformState, running_state
from alice_core.embedded.process import log_tail

START_TIMEOUT = 180
STOP_TIMEOUT = 60
_POLL_SECONDS = 0.05


class BackgroundStartError(PlatformError):
    """The platform did not come up; the message says why."""


def start_in_background(settings: RuntimeSettings, observe: Observer) -> PlatformState:
    """Start the platform as a process of its own and wait until it is ready.

    Raises:
        BackgroundStartError: when it ended or the time is over; nothing is left running.
    """
    home = Home(settings.home.absolute())
    home.create()
    process = _start(settings, home)
    deadline = time.monotonic() + START_TIMEOUT
    shown = None
    while process.poll() is None and time.monotonic() < deadline:
        state = running_state(home.state)
        if state and state.supervisor.pid == process.pid:
            if state != shown:
                observe(state)
                shown = state
            if state.phase == Phase.READY:
                return state
        time.sleep(_POLL_SECONDS)
    if process.poll() is None:
        _end(psutil.Process(process.pid))
    raise BackgroundStartError(_reason(home))


def _start(settings: RuntimeSettings, home: Home) -> subprocess.Popen[bytes]:
    environ = os.environ | {"ALICE_HOME": str(home.root), "ALICE_PORT": str(settings.port)}
    home.failure.unlink(missing_ok=True)
    with home.log("platform").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "alice_cli.runtime"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environ,
            start_new_session=True,
        )


def _reason(home: Home) -> str:
    if home.failure.exists():
        return home.failure.read_text()
    return f"the platform ended; its log ends with:\n{log_tail(home.log('platform'))}"


def stop_platform(state: PlatformState) -> None:
    """Ask a running platform to stop, wait for it, and kill what outlasts its bound."""
    if supervisor := state.supervisor.process():
        _end(supervisor)


def _end(supervisor: psutil.Process) -> None:
    supervisor.terminate()
    try:
        supervisor.wait(STOP_TIMEOUT)
    except psutil.TimeoutExpired:
        end_processes([*supervisor.children(recursive=True), supervisor])
