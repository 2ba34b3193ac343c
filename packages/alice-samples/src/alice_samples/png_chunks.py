"""PNG files put together by hand, for what no encoder writes (PNG specification, 5)."""

import struct
import zlib
from collections.abc import Iterable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TRUECOLOUR = 2


def chunk(kind: bytes, data: bytes) -> bytes:
    """Length, kind, data and CRC."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_file(
    width: int, height: int, compressed_rows: bytes, ancillary: Iterable[bytes] = ()
) -> bytes:
    """An 8-bit RGB file; rows carry their filter byte and are zlib-compressed already."""
    header = struct.pack(">IIBBBBB", width, height, 8, TRUECOLOUR, 0, 0, 0)
    chunks = (
        chunk(b"IHDR", header),
        *ancillary,
        chunk(b"IDAT", compressed_rows),
        chunk(b"IEND", b""),
    )
    return SIGNATURE + b"".join(chunks)


def text_chunk(keyword: str, text: str) -> bytes:
    """An uncompressed Latin-1 text chunk."""
    return chunk(b"tEXt", keyword.encode("latin-1") + b"\0" + text.encode("latin-1"))
