"""Content-addressed bytes behind obstore: a folder by default, S3 for more.

Keys are the caller's; bytes become visible under their key whole or not at all.
"""

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import obstore
from obstore.exceptions import NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

if TYPE_CHECKING:
    from obstore import GetOptions

STAGING = "staging"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Staged:
    """Bytes that are stored and hashed, and wait for their key."""

    key: str
    digest: bytes
    size: int


class Blobs:
    def __init__(self, store: ObjectStore, root: Path | None = None) -> None:
        self._store = store
        self.root = root

    @classmethod
    def open(cls, url: str, **options: Any) -> "Blobs":
        """`file:///folder` or what obstore knows (`s3://bucket/prefix`)."""
        parts = urlsplit(url)
        if parts.scheme != "file":
            return cls(from_url(url, **options))
        root = Path(unquote(parts.path))
        return cls(LocalStore(root, mkdir=True), root)

    async def stage(self, chunks: AsyncIterable[bytes]) -> Staged:
        """Store a stream under a key that nothing knows yet, hashing it on its way."""
        key = f"{STAGING}/{uuid4().hex}"
        try:
            return await self._write(key, chunks)
        except BaseException:
            await self._remove(key)
            raise

    async def keep(self, staged: Staged, key: str) -> None:
        """Give staged bytes their key; bytes that are there already stay."""
        await obstore.rename_async(self._store, staged.key, key)
        await self._sync(key)

    async def discard(self, staged: Staged) -> None:
        await self._remove(staged.key)

    async def put(self, key: str, content: bytes) -> None:
        await obstore.put_async(self._store, key, content)

    async def size(self, key: str) -> int | None:
        """Bytes under this key, or None where there are none."""
        try:
            return (await obstore.head_async(self._store, key))["size"]
        except (FileNotFoundError, NotFoundError):
            return None

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Stream bytes `start` to `end` (exclusive); raises FileNotFoundError for no such key."""
        options: GetOptions = {"range": {"offset": start} if end is None else (start, end)}
        result = await obstore.get_async(self._store, key, options=options)
        async for chunk in result.stream(min_chunk_size=CHUNK):
            yield bytes(chunk)

    def free_bytes(self) -> int | None:
        """Room on the disk of a folder store; None for a store that has no such bound."""
        return shutil.disk_usage(self.root).free if self.root else None

    def path(self, key: str) -> Path | None:
        """Where the bytes lie on this machine, for a folder store."""
        return self.root / key if self.root else None

    async def _write(self, key: str, chunks: AsyncIterable[bytes]) -> Staged:
        digest = hashlib.sha256()
        size = 0
        async with obstore.open_writer_async(self._store, key) as writer:
            async for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                await writer.write(chunk)
        return Staged(key, digest.digest(), size)

    async def _remove(self, key: str) -> None:
        with suppress(FileNotFoundError, NotFoundError):
            await obstore.delete_async(self._store, key)

    async def _sync(self, key: str) -> None:
        """Make a folder store's bytes as durable as the row that will name them."""
        if path := self.path(key):
            await asyncio.to_thread(_fsync, path)


def _fsync(path: Path) -> None:
    for name in (path, path.parent):
        descriptor = os.open(name, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
