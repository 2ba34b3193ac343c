"""Signals as something to wait for."""

import select
import signal
import socket
from types import FrameType

_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """Notes requests to stop, and wakes a waiting supervisor for them and for ended children."""

    def __init__(self) -> None:
        self.stops = 0
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, self._wake)
        for number in _STOP:
            signal.signal(number, self._stop)

    def wait(self, within: float) -> None:
        """Return when a signal comes, or after `within` seconds."""
        if select.select([self._reader], [], [], within)[0]:
            self._reader.recv(4096)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stops += 1

    def _wake(self, _number: int, _frame: FrameType | None) -> None:
        """Only a signal with a handler of Python's writes to the wake-up socket."""


def restore_signals() -> None:
    """Called in a forked child: signals do what they do by default."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, *_STOP):
        signal.signal(number, signal.SIG_DFL)
