"""One part with its history under supervision."""

import signal
import time
from pathlib import Path

from alice_cli.runtime.errors import PlatformError
from alice_cli.runtime.journal import Journal
from alice_cli.runtime.parts import Part
from alice_cli.runtime.restarts import RestartBudget
from alice_cli.runtime.state import Condition, ProcessId
from alice_core.embedded.process import log_tail

READY_TIMEOUT = 60


class StartError(PlatformError):
    """A part did not come up; the message ends with the end of its log."""


def exit_text(code: int) -> str:
    """Say how a process ended, from its exit code (negative for a signal)."""
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def explain(part: str, problem: str, log_path: Path) -> str:
    """Say what went wrong with a part, with the end of its log."""
    return f"{part} {problem}; its log ends with:\n{log_tail(log_path)}"


class WatchedPart:
    """A part that was started, and what became of it."""

    def __init__(self, part: Part, journal: Journal) -> None:
        self.part = part
        self.condition = Condition.WAITING
        self._journal = journal
        self._budget = RestartBudget()
        self._restarts = 0
        self._deadline = 0.0

    def start(self) -> None:
        """Start a process."""
        self.part.start()
        self._deadline = time.monotonic() + READY_TIMEOUT
        pid = self.part.process().pid
        assert pid is not None
        self._note(Condition.STARTING, process=ProcessId.of(pid))

    def check_start(self) -> bool:
        """Whether it is ready.

        Raises:
            StartError: when it ended, or the time is over.
        """
        code = self.part.exit_code()
        if code is not None:
            raise StartError(self._explain(f"ended with {exit_text(code)}"))
        if self._becomes_ready():
            return True
        if self._is_late():
            raise StartError(self._explain(f"was not ready after {READY_TIMEOUT} s"))
        return False

    def look_after(self) -> None:
        """Start it again when it ended or hangs at its start, as often as the budget allows."""
        if self.condition in {Condition.FAILED, Condition.STOPPED}:
            return
        code = self.part.exit_code()
        if code is not None:
            self._restart(exit_text(code))
        elif not self._becomes_ready() and self._is_late():
            self.part.process().kill()

    def is_running(self) -> bool:
        """Whether it has a process."""
        return self.part.exit_code() is None

    def end(self) -> None:
        """Note that its process is gone."""
        self._note(Condition.STOPPED, process=None)

    def _becomes_ready(self) -> bool:
        if self.condition == Condition.STARTING and self.part.is_ready():
            self._note(Condition.READY)
        return self.condition == Condition.READY

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def _restart(self, last_exit: str) -> None:
        if not self._budget.take():
            self._note(Condition.FAILED, process=None, last_exit=last_exit)
            return
        self._restarts += 1
        self._note(Condition.WAITING, last_exit=last_exit, restarts=self._restarts)
        self.start()

    def _note(self, condition: Condition, **changes: object) -> None:
        self.condition = condition
        self._journal.note(self.part.name, condition=condition, **changes)

    def _explain(self, problem: str) -> str:
        return explain(self.part.name, problem, self.part.log_path)
