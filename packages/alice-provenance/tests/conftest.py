"""Collecting from bytes, and files that count what is read of them."""

import io
from collections.abc import Callable

import pytest

from alice_provenance.collecting import Contents, collect

Collect = Callable[[bytes], Contents]


class CountingFile(io.BytesIO):
    """Counts the bytes that are read of it, and notes where."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.bytes_read = 0
        self.positions: list[int] = []

    def read(self, size: int | None = -1, /) -> bytes:
        self.positions.append(self.tell())
        data = super().read(size)
        self.bytes_read += len(data)
        return data


@pytest.fixture
def contents_of() -> Collect:
    return lambda content: collect(io.BytesIO(content), len(content))


@pytest.fixture
def counting_file() -> type[CountingFile]:
    return CountingFile
