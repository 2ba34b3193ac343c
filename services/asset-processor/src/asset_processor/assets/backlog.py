"""Slows a scan down while too much waits to be decoded."""

from tenacity import retry, retry_if_result, wait_fixed

from alice_core.database import Database
from alice_core.work.queue import WorkQueue
from asset_processor.assets.work import DecodeWork

LOOK_AGAIN = 0.5  # seconds


class Backlog:
    def __init__(self, database: Database, decoding: WorkQueue[DecodeWork], limit: int) -> None:
        self._database = database
        self._decoding = decoding
        self._limit = limit
        look_again = retry(retry=retry_if_result(bool), wait=wait_fixed(LOOK_AGAIN))
        self._until_room = look_again(self._is_full)

    async def wait_for_room(self) -> None:
        """Return when fewer than `limit` assets wait for a decode worker."""
        await self._until_room()

    async def _is_full(self) -> bool:
        async with self._database.reader() as session:
            return (await self._decoding.depth(session)).waiting >= self._limit
