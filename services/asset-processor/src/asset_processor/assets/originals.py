"""The bytes of originals: in their place in a library, or in the blob store."""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

import anyio
from sqlalchemy import Row

from alice_core.blobs import Blobs
from alice_core.database import Database
from alice_decoding.source import Source
from asset_processor import keys
from asset_processor.assets import repository


class Place:
    """A file in a library, as it was when it was taken in."""

    def __init__(self, row: Row[Any]) -> None:
        self.library_id: UUID = row.library_id
        self.directory: str = row.directory
        path = Path(row.root) / PurePosixPath(row.directory, row.name)
        self.source = Source(path, row.size, row.mtime_ns, row.inode)

    def is_intact(self) -> bool:
        """The file shows no sign of having been changed or replaced."""
        try:
            return self._matches(self.source.path.lstat())
        except OSError:
            return False

    def is_still(self, descriptor: int) -> bool:
        """The file behind an open descriptor is the one that was taken in."""
        return self._matches(os.fstat(descriptor))

    def _matches(self, found: os.stat_result) -> bool:
        expected = (self.source.size, self.source.mtime_ns, self.source.inode)
        return (found.st_size, found.st_mtime_ns, found.st_ino) == expected


class Originals:
    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    async def places(self, asset_id: str) -> list[Place]:
        """The files in libraries that hold this asset."""
        async with self._database.reader() as session:
            return [Place(row) for row in await repository.places_of(session, asset_id)]

    @asynccontextmanager
    async def stored(self, asset_id: str) -> AsyncIterator[Source | None]:
        """The blob as a file for the time of the block; None where the store has none."""
        key = keys.original(asset_id)
        if await self._blobs.size(key) is None:
            yield None
        elif path := self._blobs.path(key):
            yield Source.of(path)
        else:
            async with self._downloaded(key) as path:
                yield Source.of(path)

    @asynccontextmanager
    async def _downloaded(self, key: str) -> AsyncIterator[Path]:
        with tempfile.NamedTemporaryFile(prefix="original-") as name:
            path = Path(name.name)
            async with await anyio.open_file(path, "wb") as file:
                async for chunk in self._blobs.read(key):
                    await file.write(chunk)
            yield path
