"""WebP chunks in their RIFF container (RFC 9649): wholeness and coded frames."""

import struct
from collections.abc import Iterator

from alice_decoding.verdicts import UNWRITTEN, truncated, unwritten

RIFF_HEADER = 12


def check_webp(data: bytes) -> None:
    """Raises Undecodable if the file is shorter than it says, or its end was never written."""
    promised = 8 + int.from_bytes(data[4:8], "little")
    if promised > len(data):
        raise truncated(f"{promised - len(data):,} bytes are missing")
    if data.endswith(UNWRITTEN):
        raise unwritten()


def coded_frames(data: bytes) -> Iterator[memoryview]:
    """The frames of an animation as coded, without metadata."""
    view, at = memoryview(data), RIFF_HEADER
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        if kind == b"ANMF":
            yield view[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
