"""EXIF: the texts of a TIFF's directories (TIFF 6.0, section 2; CIPA DC-008 Exif 3.0)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from alice_provenance import limits
from alice_provenance.blocks import Block
from alice_provenance.exif_tags import EXIF_IFD, TEXT_TAGS, USER_COMMENT, UTF16_TAGS, tag_name
from alice_provenance.raw import Raw, take
from alice_provenance.span import ByteOrder, MalformedError, Span
from alice_provenance.text import decode_text, decode_utf16, is_text

PREFIX = b"Exif\0\0"
ORDERS: dict[bytes, ByteOrder] = {b"II": "little", b"MM": "big"}
ENTRY_BYTES, VALUE_AT, INSIDE_BYTES = 12, 8, 4
"""Of an entry: its length, where its value stands or the place of it, and what fits there."""

BYTE, ASCII, UNDEFINED, UTF8 = 1, 2, 7, 129
TEXT_TYPES = frozenset({ASCII, UTF8})
OPAQUE_TYPES = frozenset({BYTE, UNDEFINED})
CHARSET_BYTES = 8


@dataclass(frozen=True)
class Entry:
    """One entry of a directory whose value is bytes; `value_at` counts from the TIFF header."""

    directory: str
    tag: int
    kind: int
    count: int
    value_at: int


def read_exif(raw: Raw) -> Iterator[Block]:
    """A block for each text of IFD0 and the Exif IFD, with or without the `Exif` prefix.

    What cannot be followed is one more block, which holds all with the reason.
    """
    tiff = Span.of(raw.data.removeprefix(PREFIX))
    try:
        for entry in _entries(tiff, _order(tiff)):
            yield from _blocks(tiff, entry)
    except MalformedError as error:
        yield Block("EXIF", "EXIF", raw.data, problem=raw.problem or str(error))


def _order(tiff: Span) -> ByteOrder:
    order = ORDERS.get(tiff.read(0, 2))
    if order is None:
        raise MalformedError("no TIFF header begins it")
    return order


def _entries(tiff: Span, order: ByteOrder) -> Iterator[Entry]:
    """Of each directory once, however their offsets loop."""
    pending, seen = [("IFD0", tiff.uint(4, 4, order))], set[int]()
    left = limits.IFD_ENTRIES
    while pending:
        name, at = pending.pop()
        if at in seen:
            continue
        seen.add(at)
        for entry in _directory(tiff, name, at, order):
            if not left:
                raise MalformedError(f"it has more than {limits.IFD_ENTRIES:,} entries")
            left -= 1
            if entry.tag == EXIF_IFD:
                pending.append(("Exif", tiff.uint(entry.value_at, 4, order)))
            yield entry


def _directory(tiff: Span, name: str, at: int, order: ByteOrder) -> Iterator[Entry]:
    """The entries of one directory, read at once; those that there are, if it breaks off."""
    length = ENTRY_BYTES * tiff.uint(at, 2, order)
    table = tiff.upto(at + 2, length)
    layout = struct.Struct(f"{'>' if order == 'big' else '<'}HHII")
    whole = len(table) // ENTRY_BYTES * ENTRY_BYTES
    for index, (tag, kind, count, value) in enumerate(layout.iter_unpack(table[:whole])):
        inside = tag == EXIF_IFD or count <= INSIDE_BYTES
        place = at + 2 + ENTRY_BYTES * index + VALUE_AT if inside else value
        yield Entry(name, tag, kind, count, place)
    if len(table) < length:
        raise MalformedError(f"it breaks off at byte {tiff.size:,}")


def _blocks(tiff: Span, entry: Entry) -> Iterator[Block]:
    if entry.kind in TEXT_TYPES or (entry.kind in OPAQUE_TYPES and entry.tag in TEXT_TAGS):
        raw = take(tiff, entry.value_at, entry.count)
        name = tag_name(entry.tag)
        yield Block(
            place=f"EXIF {entry.directory}.{name}",
            key=name,
            data=raw.data,
            text=_text(entry, raw.data),
            media_type="text/plain",
            problem=raw.problem,
        )


def _text(entry: Entry, data: bytes) -> str | None:
    if entry.tag == USER_COMMENT:
        return decode_user_comment(data)
    if entry.tag in UTF16_TAGS:
        return decode_utf16(data)
    return decode_text(data) if entry.kind in TEXT_TYPES or is_text(data) else None


def decode_user_comment(data: bytes) -> str:
    """Behind its character code, which some writers leave out (Exif 3.0, 4.6.6.9)."""
    code, comment = data[:CHARSET_BYTES], data[CHARSET_BYTES:]
    match code.rstrip(b"\0").upper():
        case b"UNICODE":
            return decode_utf16(comment)
        case b"JIS":
            return comment.decode("iso2022_jp", "replace").replace("\0", "")
        case b"ASCII" | b"":
            return decode_text(comment)
        case _:
            return decode_text(data)
