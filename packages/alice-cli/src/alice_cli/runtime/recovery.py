"""Ends what a killed supervisor left running."""

import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from alice_cli.runtime.state import last_state

_PATIENCE_SECONDS = 5


def end_predecessor(state_path: Path) -> None:
    """End the processes of the last state; on Linux they are ending by themselves already."""
    state = last_state(state_path)
    if state is None:
        return
    recorded = [part.process.process() for part in state.parts if part.process]
    end_processes([process for process in recorded if process])


def end_processes(processes: Sequence[psutil.Process]) -> None:
    """Interrupt, wait a bounded time, and kill the rest."""
    alive = list(processes)
    for number in (signal.SIGINT, signal.SIGKILL):
        for process in alive:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        _, alive = psutil.wait_procs(alive, timeout=_PATIENCE_SECONDS)
