"""Starts parts, watches them, starts them again, and ends them."""

import time
from collections.abc import Callable, Sequence

import psutil

from alice_cli.runtime.journal import Journal
from alice_cli.runtime.parts import Part
from alice_cli.runtime.recovery import end_processes
from alice_cli.runtime.signals import Signals
from alice_cli.runtime.state import Condition
from alice_cli.runtime.watched import WatchedPart

STOP_TIMEOUT = 10
_TICK = 0.05
_IDLE_TICK = 2.0


class StopRequestedError(Exception):
    """A signal asked the platform to stop while it was starting."""


class Supervisor:
    """Looks after the parts of one platform, in groups that need each other in this order."""

    def __init__(self, journal: Journal, signals: Signals) -> None:
        self._journal = journal
        self._signals = signals
        self._groups: list[list[WatchedPart]] = []

    def start(self, parts: Sequence[Part]) -> None:
        """Start a group's processes, without waiting until they are ready."""
        group: list[WatchedPart] = []
        self._groups.append(group)
        for part in parts:
            group.append(WatchedPart(part, self._journal))
            group[-1].start()

    def wait_ready(self) -> None:
        """Wait until all that was started is ready.

        Raises:
            StartError: when a part ends or is not ready in time.
            StopRequestedError: when a signal came.
        """
        while [watched for watched in self._watched if not watched.check_start()]:
            self.pause()

    def pause(self) -> None:
        """Let a moment pass, or less when a child ends.

        Raises:
            StopRequestedError: when a signal came.
        """
        self._signals.wait(_TICK)
        if self._signals.stops:
            raise StopRequestedError

    def watch(self, housekeep: Callable[[], None]) -> None:
        """Start again what ends, until a signal asks to stop."""
        while not self._signals.stops:
            for watched in self._watched:
                watched.look_after()
            housekeep()
            starting = any(w.condition == Condition.STARTING for w in self._watched)
            self._signals.wait(_TICK if starting else _IDLE_TICK)

    def stop(self) -> None:
        """End everything, last started first; a second signal to stop cuts the waiting short."""
        descendants = psutil.Process().children(recursive=True)
        patience = self._signals.stops
        for group in reversed(self._groups):
            self._stop_group(group, patience)
        # What services started themselves and did not end.
        end_processes(descendants)

    @property
    def _watched(self) -> list[WatchedPart]:
        return [watched for group in self._groups for watched in group]

    def _stop_group(self, group: list[WatchedPart], patience: int) -> None:
        deadline = time.monotonic() + STOP_TIMEOUT
        running = [watched for watched in group if watched.is_running()]
        for watched in running:
            watched.part.process().terminate()
        while running := [watched for watched in running if watched.is_running()]:
            if time.monotonic() > deadline or self._signals.stops > patience:
                for watched in running:
                    watched.part.process().kill()
            self._signals.wait(_TICK)
        for watched in group:
            watched.end()
