"""What a run does durably: steps and pauses that a resumed run does not do again."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from dbos import DBOS

from alice_core.events.outages import Backoff, through_outages

T = TypeVar("T")


async def step(name: str, action: Callable[[], Awaitable[T]]) -> T:
    """What `action` returned or raised when it was first done; its database may be down meanwhile.

    A crash before the outcome is kept does it once more, so it has to bear repetition.
    """

    async def attempt() -> T:
        return await through_outages(Backoff(f"step {name}"), action)

    return await DBOS.run_step_async({"name": name}, attempt)


async def pause(seconds: float) -> None:
    """A pause that goes on through a restart."""
    await DBOS.sleep_async(seconds)
