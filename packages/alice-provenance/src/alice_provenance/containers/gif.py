"""GIF blocks (GIF89a specification)."""

from collections.abc import Iterator

from alice_provenance import limits
from alice_provenance.blocks import Block
from alice_provenance.containers.found import Dimensions, Duration, Found
from alice_provenance.raw import Raw
from alice_provenance.span import MalformedError, Span
from alice_provenance.text import decode_text
from alice_provenance.xmp import read_xmp

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
GRAPHIC_CONTROL, COMMENT, APPLICATION = 0xF9, 0xFE, 0xFF
SCREEN_DESCRIPTOR_END = 13
XMP_APPLICATION = b"XMP DataXMP"
MAGIC_TRAILER_BYTES = 258
"""Behind an XMP packet, so that decoders which take it for sub-blocks find their end there."""


def walk(file: Span) -> Iterator[Found]:
    """Size, comments, XMP and, of an animation, the sum of its frames' delays."""
    yield Dimensions(file.uint(6, 2, "little"), file.uint(8, 2, "little"))
    hundredths, frames = 0, 0
    at = SCREEN_DESCRIPTOR_END + _colour_table(file, 10)
    while (introducer := file.uint(at, 1)) != TRAILER:
        label = file.uint(at + 1, 1)
        if introducer == IMAGE:
            frames += 1
            begin = at + 10 + _colour_table(file, at + 9) + 1
        elif introducer == EXTENSION:
            begin = at + 2
            hundredths += _delay(file, label, begin)
        else:
            raise MalformedError(f"no block begins at byte {at:,}")
        at = _behind_sub_blocks(file, begin)
        if introducer == EXTENSION:
            yield from _read(file.part(begin, at - begin), label)
    if frames > 1 and hundredths:
        yield Duration(hundredths / 100)


def _delay(file: Span, label: int, begin: int) -> int:
    return file.uint(begin + 2, 2, "little") if label == GRAPHIC_CONTROL else 0


def _read(sub_blocks: Span, label: int) -> Iterator[Block]:
    if label == COMMENT:
        raw = _joined(sub_blocks)
        text = decode_text(raw.data)
        yield Block("GIF comment", "comment", raw.data, text, "text/plain", raw.problem)
    elif label == APPLICATION and sub_blocks.upto(1, 11) == XMP_APPLICATION:
        length = sub_blocks.size - 12 - MAGIC_TRAILER_BYTES
        packet = sub_blocks.upto(12, min(length, limits.BLOCK_BYTES))
        yield from read_xmp("GIF XMP", Raw(packet))


def _joined(sub_blocks: Span) -> Raw:
    parts, at, total = [], 0, 0
    while (length := sub_blocks.uint(at, 1)) and total < limits.BLOCK_BYTES:
        parts.append(sub_blocks.read(at + 1, length))
        at += 1 + length
        total += length
    problem = f"it is cut at {total:,} bytes" if length else None
    return Raw(b"".join(parts), problem)


def _colour_table(file: Span, flags_at: int) -> int:
    """The length of the colour table that a descriptor announces."""
    flags = file.uint(flags_at, 1)
    return 3 << ((flags & 0b111) + 1) if flags & 0x80 else 0


def _behind_sub_blocks(file: Span, at: int) -> int:
    while length := file.uint(at, 1):
        at += 1 + length
    return at + 1
