"""ISO base media boxes of MP4, MOV, AVIF and HEIC (ISO/IEC 14496-12, 4.2): wholeness."""

from collections.abc import Iterator
from typing import BinaryIO

from alice_decoding.verdicts import UNWRITTEN, corrupt, truncated, unwritten

HEADER_BYTES = 16
INDEXES = frozenset({b"moov", b"meta"})
MEDIA = b"mdat"


def check_boxes(file: BinaryIO, length: int, *, silence_is_zeros: bool) -> None:
    """Raises Undecodable if a top-level box reaches past the end or was never written.

    Uncompressed sound is zeros where it is silent, so a film's media may end in them.
    """
    boxes = list(_kinds(file, length))
    if INDEXES.isdisjoint(boxes):
        raise truncated("its index (moov or meta box) is missing")
    written = INDEXES if silence_is_zeros else INDEXES | {MEDIA}
    file.seek(max(0, length - len(UNWRITTEN)))
    if boxes[-1] in written and file.read() == UNWRITTEN:
        raise unwritten()


def _kinds(file: BinaryIO, length: int) -> Iterator[bytes]:
    at = 0
    while at + 8 <= length:
        file.seek(at)
        size, kind = _box(file.read(HEADER_BYTES), length - at)
        if size < 8:
            raise corrupt(f"a box of {size} bytes at {at:,}")
        if at + size > length:
            raise truncated(f"{at + size - length:,} bytes are missing")
        yield kind
        at += size


def _box(header: bytes, remaining: int) -> tuple[int, bytes]:
    """Size and kind; size 0 means up to the end, size 1 that 64 bits follow."""
    size, kind = int.from_bytes(header[:4], "big"), header[4:8]
    if size == 1:
        return int.from_bytes(header[8:16], "big"), kind
    return size or remaining, kind
