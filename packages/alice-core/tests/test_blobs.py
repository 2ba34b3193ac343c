"""Blobs appear under their key whole or not at all."""

import hashlib
from pathlib import Path

import pytest

from alice_core.blobs import Blobs


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs.open(f"file://{tmp_path}/blobs with space".replace(" ", "%20"))


async def chunks(*parts: bytes):
    for part in parts:
        yield part


async def read(blobs: Blobs, *arguments) -> bytes:
    return b"".join([chunk async for chunk in blobs.read(*arguments)])


async def test_a_stream_is_hashed_and_gets_its_key(blobs):
    staged = await blobs.stage(chunks(b"one", b"two"))
    assert (staged.digest, staged.size) == (hashlib.sha256(b"onetwo").digest(), 6)
    assert await blobs.size("a/b") is None
    await blobs.keep(staged, "a/b")
    assert await blobs.size("a/b") == 6
    assert await blobs.size(staged.key) is None


async def test_a_range_is_read(blobs):
    await blobs.put("key", b"0123456789")
    assert await read(blobs, "key", 2, 5) == b"234"
    assert await read(blobs, "key", 7) == b"789"
    assert await read(blobs, "key") == b"0123456789"


async def test_a_stream_that_breaks_off_leaves_nothing(blobs):
    async def broken():
        yield b"half"
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        await blobs.stage(broken())
    assert [path for path in blobs.root.rglob("*") if path.is_file()] == []


async def test_discarded_bytes_are_gone(blobs):
    staged = await blobs.stage(chunks(b"x"))
    await blobs.discard(staged)
    assert await blobs.size(staged.key) is None


async def test_what_is_not_there_is_said(blobs):
    with pytest.raises(FileNotFoundError):
        await read(blobs, "nothing")
