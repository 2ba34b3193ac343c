"""PNG chunks (W3C PNG specification, third edition, 5 and 11)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from alice_provenance.blocks import Block
from alice_provenance.containers.found import Dimensions, Duration, Found
from alice_provenance.containers.png_text import read_text_chunk
from alice_provenance.exif import read_exif
from alice_provenance.raw import take
from alice_provenance.span import MalformedError, Span

SIGNATURE_BYTES = 8
FRAME_BYTES = 12
"""Length, kind and CRC around the body of a chunk."""

TEXT_KINDS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"comf"})
FRAME_CONTROL_BYTES = 26


@dataclass(frozen=True)
class Chunk:
    kind: bytes
    at: int
    length: int


def walk(file: Span) -> Iterator[Found]:
    """Texts before and after the picture, EXIF, C2PA, and what lies behind the end."""
    seconds = 0.0
    for chunk in _chunks(file):
        if chunk.kind == b"fcTL":
            seconds += _frame_seconds(file, chunk)
        elif chunk.kind == b"IEND":
            yield from _trailer(file, chunk.at + chunk.length + 4)
        else:
            yield from _read(file, chunk)
    if seconds:
        yield Duration(seconds)


def _read(file: Span, chunk: Chunk) -> Iterator[Found]:
    if chunk.kind == b"IHDR":
        yield Dimensions(file.uint(chunk.at, 4), file.uint(chunk.at + 4, 4))
    elif chunk.kind in TEXT_KINDS:
        yield from read_text_chunk(chunk.kind.decode(), take(file, chunk.at, chunk.length))
    elif chunk.kind == b"eXIf":
        yield from read_exif(take(file, chunk.at, chunk.length))
    elif chunk.kind == b"caBX":
        raw = take(file, chunk.at, chunk.length)
        yield Block("PNG caBX (C2PA)", "C2PA", raw.data, problem=raw.problem)


def _chunks(file: Span) -> Iterator[Chunk]:
    """All but the picture's data, up to the end of the picture."""
    at = SIGNATURE_BYTES
    while True:
        length, kind = struct.unpack(">I4s", file.read(at, 8))
        if not kind.isalpha():
            raise MalformedError(f"no chunk begins at byte {at:,}")
        if kind == b"IDAT":
            at = _behind_picture_data(file, at, length)
            continue
        yield Chunk(kind, at + 8, length)
        if kind == b"IEND":
            return
        at += FRAME_BYTES + length


def _behind_picture_data(file: Span, at: int, length: int) -> int:
    """Where the run of equally long IDAT chunks ends that begins at `at`.

    They stand together (5.6) and writers fill each to the same length but the last, so whatever
    IDAT stands a whole number of lengths further ends the run. It is mostly found at the first
    try, near the end of the file, and else by bisection.
    """
    stride = FRAME_BYTES + length
    last, beyond = 0, (file.size - at) // stride + 1
    probe = beyond - 1
    while beyond - last > 1:
        if file.upto(at + probe * stride, 8)[4:] == b"IDAT":
            last = probe
        else:
            beyond = probe
        probe = (last + beyond) // 2
    return at + max(last, 1) * stride


def _frame_seconds(file: Span, chunk: Chunk) -> float:
    """The delay of a frame: a fraction of which denominator 0 means 100 (11.3.7.2)."""
    control = file.read(chunk.at, FRAME_CONTROL_BYTES)
    numerator, denominator = struct.unpack_from(">HH", control, 20)
    return float(numerator / (denominator or 100))


def _trailer(file: Span, at: int) -> Iterator[Block]:
    if file.size > at:
        raw = take(file, at, file.size - at)
        yield Block("PNG trailer", "trailer", raw.data, problem=raw.problem)
