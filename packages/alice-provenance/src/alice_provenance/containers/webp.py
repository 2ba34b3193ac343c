"""WebP chunks in their RIFF container (RFC 9649)."""

import struct
from collections.abc import Iterator

from alice_provenance.blocks import Block
from alice_provenance.containers.found import Dimensions, Duration, Found
from alice_provenance.exif import read_exif
from alice_provenance.raw import take
from alice_provenance.span import Span
from alice_provenance.xmp import read_xmp

RIFF_HEADER_BYTES = 12
LOSSY_START_CODE = b"\x9d\x01\x2a"
LOSSLESS_SIGNATURE = 0x2F
FRAME_DURATION_AT = 12


def walk(file: Span) -> Iterator[Found]:
    """Size, metadata and, of an animation, the sum of its frames' durations."""
    milliseconds = 0
    for kind, at, length in _chunks(file):
        if kind == b"ANMF":
            milliseconds += file.uint(at + FRAME_DURATION_AT, 3, "little")
        else:
            yield from _read(file, kind, at, length)
    if milliseconds:
        yield Duration(milliseconds / 1000)


def _read(file: Span, kind: bytes, at: int, length: int) -> Iterator[Found]:
    match kind:
        case b"VP8X":
            yield Dimensions(1 + file.uint(at + 4, 3, "little"), 1 + file.uint(at + 7, 3, "little"))
        case b"VP8 ":
            yield from _lossy_size(file.read(at, 10))
        case b"VP8L":
            yield from _lossless_size(file.read(at, 5))
        case b"EXIF":
            yield from read_exif(take(file, at, length))
        case b"XMP ":
            yield from read_xmp("WEBP XMP", take(file, at, length))
        case b"C2PA":
            raw = take(file, at, length)
            yield Block("WEBP C2PA", "C2PA", raw.data, problem=raw.problem)


def _chunks(file: Span) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin of the body and its length, as far as the RIFF container reaches."""
    at, end = RIFF_HEADER_BYTES, 8 + file.uint(4, 4, "little")
    while at < end:
        kind, length = struct.unpack("<4sI", file.read(at, 8))
        yield kind, at + 8, length
        at += 8 + length + length % 2


def _lossy_size(frame: bytes) -> Iterator[Dimensions]:
    """A key frame's header (RFC 6386, 9.1): 14 bits each, above them a scale."""
    if frame[3:6] == LOSSY_START_CODE:
        width, height = struct.unpack_from("<HH", frame, 6)
        yield Dimensions(width & 0x3FFF, height & 0x3FFF)


def _lossless_size(header: bytes) -> Iterator[Dimensions]:
    """14 bits each, less one (RFC 9649, 3.4)."""
    if header[0] == LOSSLESS_SIGNATURE:
        bits = int.from_bytes(header[1:], "little")
        yield Dimensions(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
