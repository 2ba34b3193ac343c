"""How a call in a sandbox ends when the function itself did not end it."""

import signal

from typing_extensions import override


class TookTooLongError(Exception):
    """The call was killed when its seconds were over."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    @override
    def __str__(self) -> str:
        return f"it took longer than {self.seconds:g} seconds"


class DiedError(Exception):
    """The process died of the call; `exit_code` is negative for a signal."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code

    @property
    def cause(self) -> str:
        """The signal's name, or the exit code."""
        if self.exit_code < 0:
            return signal.Signals(-self.exit_code).name
        return f"exit code {self.exit_code}"

    @override
    def __str__(self) -> str:
        return f"its process died ({self.cause})"
