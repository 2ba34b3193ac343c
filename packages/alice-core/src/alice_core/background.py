"""Work beside the requests: started with the service, ended with it, never lost unseen."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from alice_core.logs import get_logger

CANCEL_AGAIN_SECONDS = 1.0

log = get_logger(__name__)


@dataclass(frozen=True)
class Task:
    """`run` goes on until it is cancelled; it returning or raising ends the service."""

    name: str
    run: Callable[[], Awaitable[None]]


class Background:
    """Runs tasks; when one ends by itself, `on_failure` is told, for half a service is none."""

    def __init__(self, on_failure: Callable[[str], None]) -> None:
        self._on_failure = on_failure
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, task: Task) -> None:
        self._tasks.append(asyncio.create_task(self._watch(task), name=task.name))

    async def stop(self) -> None:
        """Cancel the tasks until they have ended: what they await may swallow a cancellation."""
        running = set(self._tasks)
        while running:
            for task in running:
                task.cancel()
            _, running = await asyncio.wait(running, timeout=CANCEL_AGAIN_SECONDS)

    async def _watch(self, task: Task) -> None:
        try:
            await task.run()
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("background task failed", task=task.name)
        else:
            log.error("background task ended", task=task.name)
        self._on_failure(task.name)
