"""Tags of films: `meta` with `keys` or without, and QuickTime's user data.

The items of `ilst` are numbered by `keys` where there is such a box (QuickTime file format,
metadata atoms) and have iTunes' four-character names otherwise.
"""

from collections.abc import Iterator

from alice_provenance.blocks import Block
from alice_provenance.containers.boxes import FULL_BOX_BYTES, Box, boxes, few_boxes, find
from alice_provenance.raw import take
from alice_provenance.span import Span
from alice_provenance.text import decode_text, decode_utf16, is_text
from alice_provenance.xmp import read_xmp

FREE_FORM = b"----"
DATA_HEADER_BYTES = 8
IMPLICIT, UTF8, UTF16 = 0, 1, 2
"""Well-known types of values."""

KEYS_AT = 8
"""Behind version, flags and their number."""

COPYRIGHT_SIGN = 0xA9


def read_user_data(udta: Span) -> Iterator[Block]:
    """Tags in `meta`, XMP, and QuickTime's texts of `©` and three letters."""
    for box in boxes(udta):
        if box.kind == b"meta":
            yield from read_tags("moov/udta/meta", box.body)
        elif box.kind == b"XMP_":
            yield from read_xmp("moov/udta/XMP_", box.take())
        elif box.kind[0] == COPYRIGHT_SIGN:
            yield _user_text(box)


def read_tags(place: str, meta: Span) -> Iterator[Block]:
    """The items of `ilst`; `meta` is a full box in MP4 and a plain one in QuickTime."""
    begin = 0 if meta.upto(4, 4) == b"hdlr" else FULL_BOX_BYTES
    inner = meta.part(begin, meta.size)
    names, items = _keys(inner), find(inner, b"ilst")
    if items is None:
        return
    for item in boxes(items):
        name = names.get(int.from_bytes(item.kind, "big")) or _item_name(item)
        for value in boxes(item.body):
            if value.kind == b"data":
                yield from _tag(f"{place}/ilst {name}", name, value)


def _keys(meta: Span) -> dict[int, str]:
    """Names by number, from 1; a key is its namespace and its name."""
    keys = find(meta, b"keys")
    if keys is None:
        return {}
    listed = enumerate(few_boxes(keys, KEYS_AT), start=1)
    return {number: decode_text(key.take().data) for number, key in listed}


def _item_name(item: Box) -> str:
    """Of a free-form item its `name` box, of others the four characters."""
    name = find(item.body, b"name") if item.kind == FREE_FORM else None
    if name is None:
        return item.kind.decode("latin-1")
    return decode_text(take(name, FULL_BOX_BYTES, name.size - FULL_BOX_BYTES).data)


def _tag(place: str, name: str, value: Box) -> Iterator[Block]:
    """A value that is text; numbers and cover pictures are left."""
    kind = value.body.uint(0, 4) & 0xFFFFFF
    if kind not in (IMPLICIT, UTF8, UTF16):
        return
    raw = value.take(DATA_HEADER_BYTES)
    if kind == IMPLICIT and not is_text(raw.data):
        return
    text = decode_utf16(raw.data) if kind == UTF16 else decode_text(raw.data)
    yield Block(place, name, raw.data, text, "text/plain", raw.problem)


def _user_text(box: Box) -> Block:
    """Length and language of 16 bits each, then the text (QuickTime, user data text strings)."""
    raw = take(box.body, 4, box.body.uint(0, 2))
    name = box.kind.decode("latin-1")
    text = decode_text(raw.data)
    return Block(f"moov/udta {name}", name, raw.data, text, "text/plain", raw.problem)
