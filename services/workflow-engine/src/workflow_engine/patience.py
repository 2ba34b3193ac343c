"""Asking another service for a run, through its outages."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from alice_contracts.clients.errors import ServiceError, ServiceProblemError
from alice_core.events.outages import Backoff
from workflow_engine.errors import RunFailedError
from workflow_engine.runs.journal import Journal

# A token that is being changed, a service that has too much to do.
# https://www.rfc-editor.org/rfc/rfc9110#section-15.5, https://www.rfc-editor.org/rfc/rfc6585
_PASSING_STATUS = frozenset({401, 408, 425, 429})

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 8.0

T = TypeVar("T")


class Patience:
    """`seconds` is how long one question is asked again and again."""

    def __init__(self, journal: Journal, seconds: float) -> None:
        self._journal = journal
        self._seconds = seconds

    async def ask_for(self, run_id: UUID, question: Callable[[], Awaitable[T]]) -> T:
        """`ask` as long as the run has not ended, which raises `RunCancelledError`."""

        async def attempt() -> T:
            await self._journal.living(run_id)
            return await question()

        return await self.ask(attempt)

    async def ask(self, question: Callable[[], Awaitable[T]]) -> T:
        """The first answer; raises `RunFailedError` when the service refuses or stays silent."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._seconds
        pause = Backoff("run: service", first=FIRST_PAUSE, ceiling=LONGEST_PAUSE)
        while True:
            try:
                answer = await question()
            except ServiceError as error:
                if not _passes(error):
                    raise RunFailedError(_refused(error)) from error
                if clock() >= deadline:
                    raise RunFailedError(self._silent(error)) from error
                await pause.pause(error)
            else:
                pause.reset()
                return answer

    def _silent(self, error: ServiceError) -> str:
        return (
            f"{error.service.short} did not answer as it should for {self._seconds:,.0f} seconds "
            f"({error}). See that it runs, and start a new run."
        )


def _passes(error: ServiceError) -> bool:
    """Whether the same question may well be answered later."""
    if not isinstance(error, ServiceProblemError):
        return True
    return error.problem.status >= 500 or error.problem.status in _PASSING_STATUS


def _refused(error: ServiceError) -> str:
    return f"{error.service.short} refused what this run asks for. {error}"
