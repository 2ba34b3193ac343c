"""ISO base media boxes of MP4, MOV, AVIF and HEIC (ISO/IEC 14496-12, 4.2): wholeness."""

from typing import BinaryIO

from asset_processor.decoding.verdicts import corrupt, truncated

HEADER_BYTES = 16


def check_boxes(file: BinaryIO, length: int) -> None:
    """Raises Undecodable if a top-level box reaches past the end, or none describes the media."""
    at, kinds = 0, set()
    while at + 8 <= length:
        file.seek(at)
        size, kind = _box(file.read(HEADER_BYTES), length - at)
        if size < 8:
            raise corrupt(f"a box of {size} bytes at {at:,}")
        if at + size > length:
            raise truncated(f"{at + size - length:,} bytes are missing")
        kinds.add(kind)
        at += size
    if not kinds & {b"moov", b"meta"}:
        raise truncated("its index (moov or meta box) is missing")


def _box(header: bytes, remaining: int) -> tuple[int, bytes]:
    """Size and kind; size 0 means up to the end, size 1 that 64 bits follow."""
    size, kind = int.from_bytes(header[:4], "big"), header[4:8]
    if size == 1:
        return int.from_bytes(header[8:16], "big"), kind
    return size or remaining, kind
