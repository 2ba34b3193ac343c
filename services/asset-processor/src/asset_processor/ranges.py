"""One byte range of a representation (RFC 9110, section 14).

A header that is malformed, or that asks for several ranges, is ignored, as the RFC allows.
"""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


class UnsatisfiableError(ValueError):
    """The range begins behind the end."""


@dataclass(frozen=True)
class ByteRange:
    """Bytes `start` to `end`, exclusive, of `size`."""

    start: int
    end: int
    size: int

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def is_partial(self) -> bool:
        return self.length != self.size

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


def whole(size: int) -> ByteRange:
    return ByteRange(0, size, size)


def parse_range(header: str | None, size: int) -> ByteRange:
    """The range that a `Range` header asks of `size` bytes."""
    match = _RANGE.match(header or "")
    if not match or not any(match.groups()):
        return whole(size)
    first, last = match.groups()
    if not first:
        return _suffix(int(last), size)
    start = int(first)
    end = min(int(last) + 1, size) if last else size
    if start >= size:
        raise UnsatisfiableError(f"the range begins at {start} of {size} bytes")
    return ByteRange(start, end, size) if start < end else whole(size)


def _suffix(length: int, size: int) -> ByteRange:
    if not length or not size:
        raise UnsatisfiableError("the range asks for no bytes")
    return ByteRange(max(0, size - length), size, size)
