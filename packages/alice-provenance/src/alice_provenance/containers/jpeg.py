"""JPEG segments before the picture (ITU-T T.81, annex B)."""

from collections.abc import Iterator
from dataclasses import dataclass

from alice_provenance.blocks import Block
from alice_provenance.containers.found import Dimensions, Found
from alice_provenance.containers.jpeg_parts import JpegParts
from alice_provenance.raw import take
from alice_provenance.span import MalformedError, Span
from alice_provenance.text import decode_text

START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
END_OF_IMAGE, START_OF_SCAN, COMMENT = 0xD9, 0xDA, 0xFE
APP1, APP11 = 0xE1, 0xEB
FILL = 0xFF


@dataclass(frozen=True)
class Segment:
    marker: int
    at: int
    length: int


def walk(file: Span) -> Iterator[Found]:
    """EXIF, XMP, JUMBF (each put together from its segments) and comments."""
    parts = JpegParts()
    try:
        for segment in _segments(file):
            yield from _read(file, segment, parts)
    except MalformedError:
        yield from parts.blocks()
        raise
    yield from parts.blocks()


def _read(file: Span, segment: Segment, parts: JpegParts) -> Iterator[Found]:
    if segment.marker in START_OF_FRAME:
        yield Dimensions(file.uint(segment.at + 3, 2), file.uint(segment.at + 1, 2))
    elif segment.marker == COMMENT:
        raw = take(file, segment.at, segment.length)
        text = decode_text(raw.data)
        yield Block("JPEG COM", "comment", raw.data, text, "text/plain", raw.problem)
    elif segment.marker == APP1:
        parts.add_app1(file.upto(segment.at, segment.length))
    elif segment.marker == APP11:
        parts.add_app11(file.upto(segment.at, segment.length))


def _segments(file: Span) -> Iterator[Segment]:
    at = 2
    while (marker := _marker(file, at)) not in (START_OF_SCAN, END_OF_IMAGE):
        if marker == FILL:
            at += 1
        elif marker in STANDALONE:
            at += 2
        else:
            length = max(2, file.uint(at + 2, 2))
            yield Segment(marker, at + 4, length - 2)
            at += 2 + length


def _marker(file: Span, at: int) -> int:
    introducer, marker = file.read(at, 2)
    if introducer != FILL:
        raise MalformedError(f"no segment begins at byte {at:,}")
    return marker
