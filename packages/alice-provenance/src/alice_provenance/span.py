"""A stretch of bytes, in a file or in memory, of which only what is asked for is read."""

import io
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, Self

from alice_provenance import limits

ByteOrder = Literal["big", "little"]


class MalformedError(Exception):
    """The bytes are not what their format promises; the message says where and why."""


@dataclass
class Reads:
    """What is left of the reads that one file is granted, so that no walk goes on for ever."""

    left: int = limits.READS

    def count(self) -> None:
        if not self.left:
            raise MalformedError(f"it takes more than {limits.READS:,} reads")
        self.left -= 1


@dataclass(frozen=True)
class Span:
    """Positions count from `begin`; `end` is never past the end of the file."""

    file: BinaryIO
    begin: int
    end: int
    reads: Reads = field(default_factory=Reads)

    @classmethod
    def of(cls, data: bytes) -> Self:
        return cls(io.BytesIO(data), 0, len(data))

    @property
    def size(self) -> int:
        return self.end - self.begin

    def upto(self, at: int, length: int) -> bytes:
        """The bytes there are, fewer than `length` at the end."""
        length = min(length, self.size - at)
        if length <= 0:
            return b""
        self.reads.count()
        self.file.seek(self.begin + at)
        return self.file.read(length)

    def read(self, at: int, length: int) -> bytes:
        """Exactly `length` bytes; raises MalformedError where the end comes first."""
        data = self.upto(at, length)
        if len(data) < length:
            ends = min(self.begin + at + len(data), self.end)
            raise MalformedError(f"it breaks off at byte {ends:,}")
        return data

    def uint(self, at: int, width: int, order: ByteOrder = "big") -> int:
        return int.from_bytes(self.read(at, width), order)

    def part(self, at: int, length: int) -> Self:
        """A stretch inside this one, clipped to it, of the same reads."""
        begin = min(self.begin + at, self.end)
        return type(self)(self.file, begin, min(begin + length, self.end), self.reads)
