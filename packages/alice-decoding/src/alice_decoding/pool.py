"""Decoding in processes that hang or die alone, with verdicts where they do."""

from collections.abc import Callable
from typing import Generic, Self, TypeVar

from alice_contracts.media import RejectReason
from alice_core.sandbox.errors import DiedError, TookTooLongError
from alice_core.sandbox.pool import Sandbox
from alice_decoding.limits import DecodeLimits
from alice_decoding.undecodable import Undecodable

T = TypeVar("T")
SourceT = TypeVar("SourceT")


class DecodePool(Generic[SourceT, T]):
    """Runs `task` on sources, each call in a bounded process of its own kind.

    The parent loads no decoder: `task` names a function that imports them when it is called.
    """

    def __init__(
        self,
        task: Callable[[SourceT, DecodeLimits], T],
        limits: DecodeLimits | None = None,
        workers: int | None = None,
        idle: float = 30.0,
    ) -> None:
        self._task = task
        self._limits = limits or DecodeLimits()
        self._sandbox = Sandbox(self._limits.bounds, workers, idle)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def decode(self, source: SourceT) -> T:
        """Run the task in the next free worker.

        Raises what the task raises, and:
            Undecodable: the source took too long or killed its worker.
            BrokenProcessPool: no worker can be started.
        """
        try:
            return await self._sandbox.run(self._task, source, self._limits)
        except TookTooLongError as error:
            raise _timeout(error.seconds) from error
        except DiedError as error:
            raise _crash(error.cause) from error

    async def close(self) -> None:
        """Kill every worker, also those at work; returns when no process is left."""
        await self._sandbox.close()


def _timeout(seconds: float) -> Undecodable:
    detail = (
        f"Decoding took longer than {seconds:g} seconds; save the file smaller or raise the limit."
    )
    return Undecodable(RejectReason.TIMEOUT, detail)


def _crash(cause: str) -> Undecodable:
    detail = f"The decoder died of this file ({cause}); save it anew with another program."
    return Undecodable(RejectReason.CRASHED, detail)
