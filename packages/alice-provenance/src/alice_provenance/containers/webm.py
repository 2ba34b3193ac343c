"""WebM: what the Segment of a Matroska document holds (RFC 9559)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from alice_contracts.ebml import UNKNOWN_SIZE, identifier_at, size_at
from alice_provenance.blocks import Block
from alice_provenance.containers.found import Dimensions, Duration, Found
from alice_provenance.raw import take
from alice_provenance.span import Span
from alice_provenance.text import decode_text

HEADER_BYTES = 4 + 8
"""An identifier of up to 4 bytes and a size of up to 8."""

SEGMENT, INFO, TRACKS, TAGS, CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1254C367, 0x1F43B675
TIMESTAMP_SCALE, DURATION = 0x2AD7B1, 0x4489
TRACK, VIDEO, PIXEL_WIDTH, PIXEL_HEIGHT = 0xAE, 0xE0, 0xB0, 0xBA
TAG, SIMPLE_TAG, TAG_NAME, TAG_STRING = 0x7373, 0x67C8, 0x45A3, 0x4487
DEFAULT_SCALE = 1_000_000
"""Nanoseconds of a tick."""


@dataclass(frozen=True)
class Element:
    identifier: int
    body: Span
    length: int


def walk(file: Span) -> Iterator[Found]:
    """Duration, size and tags; clusters are passed over."""
    for segment in _named(file, SEGMENT):
        for element in _elements(segment):
            if element.identifier == INFO:
                yield from _duration(element.body)
            elif element.identifier == TRACKS:
                yield from _size(element.body)
            elif element.identifier == TAGS:
                yield from _tags(element.body)


def _elements(span: Span) -> Iterator[Element]:
    """Up to one of unknown size inside a segment, which only a live recording has."""
    at = 0
    while at < span.size:
        header = span.upto(at, HEADER_BYTES)
        identifier, size_begins = identifier_at(header, 0)
        length, begins = size_at(header, size_begins)
        if length == UNKNOWN_SIZE:
            length = span.size - at - begins
        yield Element(identifier, span.part(at + begins, length), length)
        at += begins + length


def _named(span: Span, identifier: int) -> Iterator[Span]:
    return (element.body for element in _elements(span) if element.identifier == identifier)


def _duration(info: Span) -> Iterator[Duration]:
    """A float of ticks (RFC 9559, 5.1.2)."""
    values = {element.identifier: element.body for element in _elements(info)}
    scale = values.get(TIMESTAMP_SCALE)
    ticks = values.get(DURATION)
    if ticks and ticks.size in (4, 8):
        (count,) = struct.unpack(">f" if ticks.size == 4 else ">d", ticks.read(0, ticks.size))
        nanoseconds = _number(scale) if scale else DEFAULT_SCALE
        if 0 < count < float("inf"):
            yield Duration(count * nanoseconds / 1e9)


def _size(tracks: Span) -> Iterator[Dimensions]:
    for track in _named(tracks, TRACK):
        for video in _named(track, VIDEO):
            values = {element.identifier: element.body for element in _elements(video)}
            width, height = values.get(PIXEL_WIDTH), values.get(PIXEL_HEIGHT)
            if width and height:
                yield Dimensions(_number(width), _number(height))
                return


def _number(body: Span) -> int:
    """An unsigned integer, of 8 bytes at most (RFC 8794, 7.2)."""
    return body.uint(0, min(body.size, 8))


def _tags(tags: Span) -> Iterator[Block]:
    """Names and strings of the simple tags, of which those inside others are left."""
    for tag in _named(tags, TAG):
        for simple in _named(tag, SIMPLE_TAG):
            values = {element.identifier: element for element in _elements(simple)}
            name, string = values.get(TAG_NAME), values.get(TAG_STRING)
            if name and string:
                yield _block(decode_text(take(name.body, 0, name.length).data), string)


def _block(name: str, string: Element) -> Block:
    raw = take(string.body, 0, string.length)
    text = decode_text(raw.data)
    return Block(f"WebM tag {name}", name, raw.data, text, "text/plain", raw.problem)
