"""The `moov` box of MP4 and QuickTime films (ISO/IEC 14496-12, 8; QuickTime file format)."""

from collections.abc import Iterator

from alice_provenance.containers.boxes import boxes, find
from alice_provenance.containers.film_tags import read_tags, read_user_data
from alice_provenance.containers.found import Dimensions, Duration, Found
from alice_provenance.span import Span

HANDLER_AT = 8
FIRST_ENTRY_AT = 8
WIDTH_AT = 24
"""In the body of a visual sample entry (12.1.3), before the height."""


def read_film(moov: Span) -> Iterator[Found]:
    """Duration, the size of the first picture track, and the tags."""
    sized = False
    for box in boxes(moov):
        if box.kind == b"mvhd":
            yield from _duration(box.body)
        elif box.kind == b"trak" and not sized:
            for size in _picture_size(box.body):
                sized = True
                yield size
        elif box.kind == b"udta":
            yield from read_user_data(box.body)
        elif box.kind == b"meta":
            yield from read_tags("moov/meta", box.body)


def _duration(header: Span) -> Iterator[Duration]:
    """Of version 0 with 32 bits, of version 1 with 64."""
    width = 8 if header.uint(0, 1) == 1 else 4
    scale_at = 4 + 2 * width
    scale, units = header.uint(scale_at, 4), header.uint(scale_at + 4, width)
    if scale and 0 < units < (1 << 8 * width) - 1:  # all ones: not known
        yield Duration(units / scale)


def _picture_size(track: Span) -> Iterator[Dimensions]:
    media = find(track, b"mdia")
    handler = media and find(media, b"hdlr")
    if media is None or handler is None or handler.upto(HANDLER_AT, 4) != b"vide":
        return
    descriptions = find(media, b"minf", b"stbl", b"stsd")
    if descriptions is None:
        return
    for entry in boxes(descriptions, FIRST_ENTRY_AT):
        yield Dimensions(entry.body.uint(WIDTH_AT, 2), entry.body.uint(WIDTH_AT + 2, 2))
        return
