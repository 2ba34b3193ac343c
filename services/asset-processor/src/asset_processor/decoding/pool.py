"""Decoding in spawned processes that hang or die alone."""

import asyncio
import os
from typing import Self

from asset_processor.decoding.lane import Lane
from asset_processor.decoding.limits import DecodeLimits
from asset_processor.decoding.outcome import Decoded
from asset_processor.decoding.source import Source


class DecodePool:
    """As many workers as asked for, by default one a core.

    Each is started by its first file, and ends after `idle` seconds without one.
    """

    def __init__(
        self, limits: DecodeLimits | None = None, workers: int | None = None, idle: float = 30.0
    ) -> None:
        count = workers or os.cpu_count() or 1
        self._lanes = [Lane(limits or DecodeLimits(), idle) for _ in range(count)]
        self._idle: asyncio.LifoQueue[Lane] = asyncio.LifoQueue()
        for lane in self._lanes:
            self._idle.put_nowait(lane)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def decode(self, source: Source) -> Decoded:
        """Decode in the next idle worker.

        Raises:
            Changed: the file is not, or no longer, what the source says.
            Undecodable: the file is refused, took too long or killed its worker.
            BrokenProcessPool: no worker can be started.
        """
        lane = await self._idle.get()
        try:
            return await lane.decode(source)
        finally:
            self._idle.put_nowait(lane)

    async def close(self) -> None:
        """Kill every worker, also those at work; returns when no process is left."""
        await asyncio.gather(*(lane.close() for lane in self._lanes))
