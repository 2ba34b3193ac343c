"""Taking blocks out of a file within limits, and inflating them."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from alice_provenance import limits
from alice_provenance.span import Span


@dataclass(frozen=True)
class Raw:
    """The bytes of a block, with the reason if they are not all or not as they should be.

    `opaque` bytes are still compressed, because inflating them failed.
    """

    data: bytes
    problem: str | None = None
    opaque: bool = False


def take(span: Span, at: int, length: int) -> Raw:
    """As much of a block as there is and the limit allows."""
    length = max(0, length)
    data = span.upto(at, min(length, limits.BLOCK_BYTES))
    if len(data) == length:
        return Raw(data)
    if len(data) == limits.BLOCK_BYTES:
        return Raw(data, f"it is cut at {limits.BLOCK_BYTES:,} of {length:,} bytes")
    return Raw(data, f"{length - len(data):,} of its {length:,} bytes are missing")


def join(pieces: Iterable[bytes], length: int | None = None) -> Raw:
    """A block that was spread over a file; `length` is what it should have."""
    data = b"".join(pieces)
    if len(data) > limits.BLOCK_BYTES:
        whole = f"{len(data):,} bytes"
        return Raw(data[: limits.BLOCK_BYTES], f"it is cut at {limits.BLOCK_BYTES:,} of {whole}")
    if length is not None and len(data) < length:
        return Raw(data, f"{length - len(data):,} of its {length:,} bytes are missing")
    return Raw(data)


def inflate(raw: Raw) -> Raw:
    """The zlib stream inflated (RFC 1950), or left as it is with the reason."""
    allowed = limits.INFLATION_SLACK + limits.INFLATION_RATIO * len(raw.data)
    allowed = min(allowed, limits.BLOCK_BYTES)
    inflater = zlib.decompressobj()
    try:
        data = inflater.decompress(raw.data, allowed)
    except zlib.error as error:
        return Raw(raw.data, raw.problem or f"it cannot be inflated: {error}", opaque=True)
    if inflater.eof:
        return Raw(data, raw.problem)
    if len(data) == allowed:
        return Raw(raw.data, f"it inflates past {allowed:,} bytes", opaque=True)
    return Raw(data, raw.problem or "its compressed data break off")
