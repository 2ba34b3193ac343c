"""Reading originals and renditions for others: always the bytes of their id, or none."""

import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from anyio import to_thread
from cachetools import LRUCache

from alice_core.blobs import CHUNK, Blobs
from alice_core.database import Database
from alice_core.problems import Problem, not_found
from alice_core.work.queue import WorkQueue
from asset_processor import keys
from asset_processor.assets import repository
from asset_processor.assets.originals import Originals, Place
from asset_processor.assets.work import DecodeWork
from asset_processor.ranges import ByteRange
from asset_processor.scanning.jobs import ScanJobs

# Metadata and quality ask for the same original within moments, and each more than once.
REMEMBERED = 1000


@dataclass(frozen=True)
class Found:
    """An asset of that type and size, and the files that held it when they were looked up."""

    mime: str
    size: int
    places: Sequence[Place]

    def intact_place(self) -> Place | None:
        return next((place for place in self.places if place.is_intact()), None)


@dataclass(frozen=True)
class Delivery:
    """Bytes ready to be read: a blob by its key, or a file in its place."""

    mime: str
    size: int
    etag: str
    filename: str
    key: str | None = None
    place: Place | None = None


class Deliveries:
    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        originals: Originals,
        scans: ScanJobs,
        decoding: WorkQueue[DecodeWork],
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._originals = originals
        self._scans = scans
        self._decoding = decoding
        self._remembered: LRUCache[str, Found] = LRUCache(REMEMBERED)

    async def original(self, asset_id: str) -> Delivery:
        """Raises a 404 problem for no such asset, and a 409 one for a file that has changed."""
        found = self._remembered.pop(asset_id, None)
        if found is None or (found.places and not found.intact_place()):
            found = await self._find(asset_id)
        place = found.intact_place()
        key = None if place else keys.original(asset_id)
        if key and await self._blobs.size(key) is None:
            raise await self._changed(asset_id, found.places)
        self._remembered[asset_id] = found
        filename = place.source.path.name if place else asset_id.replace(":", "-")
        return Delivery(found.mime, found.size, f'"{asset_id}"', filename, key, place)

    async def rendition(self, asset_id: str, edge: int) -> Delivery:
        """Raises a 404 problem where there is none; a lost one is made again."""
        async with self._database.reader() as session:
            asset = await repository.get(session, asset_id)
        made = asset.renditions if asset else []
        item = next((each for each in made if each["edge"] == edge), None)
        if item is None:
            edges = ", ".join(str(each["edge"]) for each in made) or "none yet"
            raise not_found(f"The rendition {edge} of {asset_id}", f"There are: {edges}.")
        key = keys.rendition(asset_id, edge)
        if await self._blobs.size(key) is None:
            raise await self._lost(asset_id)
        return Delivery(item["mime"], item["size"], f'"{asset_id}-{edge}"', f"{edge}", key)

    async def read(self, delivery: Delivery, wanted: ByteRange) -> AsyncIterator[bytes]:
        """The bytes; breaks off with `OSError` where a file is changed while it is read."""
        chunks = (
            _read_place(delivery.place, wanted)
            if delivery.place
            else self._blobs.read(delivery.key or "", wanted.start, wanted.end)
        )
        async for chunk in chunks:
            yield chunk

    async def _find(self, asset_id: str) -> Found:
        async with self._database.reader() as session:
            asset = await repository.get(session, asset_id)
            places = [Place(row) for row in await repository.places_of(session, asset_id)]
        if asset is None:
            raise not_found(f"The asset {asset_id}", "Search again for what there is.")
        return Found(asset.mime, asset.size, places)

    async def _changed(self, asset_id: str, places: Sequence[Place]) -> Problem:
        async with self._database.transaction() as session:
            for library_id, directory in {(p.library_id, p.directory) for p in places}:
                await self._scans.request(session, library_id, directory)
        return Problem(
            409,
            "original-changed",
            "The original is no longer there",
            f"No file holds the bytes of {asset_id} any more. Its folder is being scanned; "
            "search again in a moment.",
        )

    async def _lost(self, asset_id: str) -> Problem:
        async with self._database.transaction() as session:
            await self._decoding.add(session, [(asset_id, DecodeWork())], priority=1)
        return Problem(
            503,
            "rendition-lost",
            "The rendition is being made again",
            f"A rendition of {asset_id} was lost; ask again in a moment.",
            headers={"Retry-After": "5"},
        )


async def _read_place(place: Place, wanted: ByteRange) -> AsyncIterator[bytes]:
    descriptor = await to_thread.run_sync(os.open, place.source.path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        at = wanted.start
        while at < wanted.end:
            length = min(CHUNK, wanted.end - at)
            chunk = await to_thread.run_sync(os.pread, descriptor, length, at)
            if not chunk or not place.is_still(descriptor):
                raise OSError(f"{place.source.path} changed while it was read")
            at += len(chunk)
            yield chunk
    finally:
        os.close(descriptor)
