"""Several lanes side by side."""

import asyncio
import os
from collections.abc import Callable
from typing import ParamSpec, Self, TypeVar

from alice_core.sandbox.lane import Lane
from alice_core.sandbox.process import Bounds

T = TypeVar("T")
P = ParamSpec("P")


class Sandbox:
    """As many workers as asked for, by default one a core.

    Each is started by its first call, and ends after `idle` seconds without one.
    """

    def __init__(self, bounds: Bounds, workers: int | None = None, idle: float = 30.0) -> None:
        count = workers or os.cpu_count() or 1
        self._lanes = [Lane(bounds, idle) for _ in range(count)]
        self._free: asyncio.LifoQueue[Lane] = asyncio.LifoQueue()
        for lane in self._lanes:
            self._free.put_nowait(lane)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function in the next free worker, which imports it by its name.

        Raises what the function raises, and:
            TookTooLongError: it was killed.
            DiedError: it killed its worker.
            BrokenProcessPool: no worker can be started.
        """
        lane = await self._free.get()
        try:
            return await lane.run(function, *args, **kwargs)
        finally:
            self._free.put_nowait(lane)

    async def close(self) -> None:
        """Kill every worker, also those at work; returns when no process is left."""
        await asyncio.gather(*(lane.close() for lane in self._lanes))
