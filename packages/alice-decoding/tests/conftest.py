"""Files to decode, and a task that decodes them in processes of their own."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from alice_decoding.limits import DecodeLimits
from alice_decoding.picture import Reading
from alice_decoding.reading import read
from alice_decoding.source import Source

# A spawned process finds modules where its parent does.
sys.path.insert(0, str(Path(__file__).parent))

WriteSource = Callable[[bytes], Source]
ReadSource = Callable[..., Reading]


@pytest.fixture
def write_source(tmp_path: Path) -> WriteSource:
    """Write bytes under a name that tells nothing."""

    def write(content: bytes) -> Source:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.dat"
        path.write_bytes(content)
        return Source.of(path)

    return write


@pytest.fixture
def read_source() -> ReadSource:
    def run(source: Source, **limits: int) -> Reading:
        with source.open() as file:
            return read(file, source.size, DecodeLimits(**limits))[1]

    return run


@pytest.fixture
def read_bytes(write_source: WriteSource, read_source: ReadSource) -> ReadSource:
    def run(content: bytes, **limits: int) -> Reading:
        return read_source(write_source(content), **limits)

    return run
