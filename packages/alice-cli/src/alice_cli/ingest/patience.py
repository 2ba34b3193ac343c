"""Going on while something moves, and through short interruptions of the door."""

import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from alice_cli.connection import DoorProblemError, DoorUnreachableError

ATTEMPTS = 6

AskedT = ParamSpec("AskedT")
AnswerT = TypeVar("AnswerT")


class Patience:
    """Ends when what is watched has stood still for `seconds`."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self.renew()

    def renew(self) -> None:
        self._until = self._clock() + self._seconds

    @property
    def ended(self) -> bool:
        return self._clock() > self._until


def persistently(
    request: Callable[AskedT, AnswerT], *arguments: AskedT.args, **options: AskedT.kwargs
) -> AnswerT:
    """The answer, asked again a few times where the door or a part behind it was away."""
    retrying = Retrying(
        retry=retry_if_exception(_is_passing),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential_jitter(multiplier=0.25, max=8.0),
        reraise=True,
    )
    return retrying(request, *arguments, **options)


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, DoorProblemError):
        return error.problem.status in {429, 503}
    return isinstance(error, DoorUnreachableError)
