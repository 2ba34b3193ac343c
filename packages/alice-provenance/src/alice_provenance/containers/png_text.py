"""Textual chunks of PNG (W3C PNG specification, third edition, 11.3.3)."""

from collections.abc import Iterator
from dataclasses import replace

from alice_provenance.blocks import Block
from alice_provenance.exif import read_exif
from alice_provenance.raw import Raw, inflate
from alice_provenance.text import decode_text
from alice_provenance.xmp import read_xmp

XMP_KEYWORD = "XML:com.adobe.xmp"
EXIF_PROFILES = frozenset({"Raw profile type exif", "Raw profile type APP1"})
"""EXIF in hexadecimal digits, as ImageMagick and ExifTool wrote it before there was `eXIf`."""


def read_text_chunk(kind: str, raw: Raw) -> Iterator[Block]:
    """What one chunk says; `comf` is ComfyUI's own for animations and built as `tEXt` is."""
    keyword, separator, body = raw.data.partition(b"\0")
    key = decode_text(keyword)
    place = f"PNG {kind} {key}"
    if not separator:
        yield Block(place, key, raw.data, problem=raw.problem or "no keyword begins it")
        return
    text = _text(kind, replace(raw, data=body))
    if key == XMP_KEYWORD:
        yield from read_xmp(place, text)
    elif key in EXIF_PROFILES:
        yield from read_exif(replace(text, data=_profile(text.data)))
    else:
        said = None if text.opaque else decode_text(text.data)
        yield Block(place, key, text.data, said, "text/plain", text.problem)


def _text(kind: str, raw: Raw) -> Raw:
    """The body without what a kind has before the text, inflated where it is compressed."""
    if kind == "zTXt":
        return inflate(replace(raw, data=raw.data[1:]))
    if kind != "iTXt":
        return raw
    compressed, rest = raw.data[:1] == b"\1", raw.data[2:]
    text = replace(raw, data=rest.split(b"\0", 2)[-1])
    return inflate(text) if compressed else text


def _profile(text: bytes) -> bytes:
    """A blank line, the profile's name, its length, and the digits."""
    digits = b"".join(text.split()[2:])
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return text
