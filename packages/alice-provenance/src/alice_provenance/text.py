"""Bytes as text, in the encodings that generators and cameras use.

No text that comes from here has a NUL or half a surrogate pair, which neither a database nor
UTF-8 can hold.
"""

import codecs
import re

from alice_provenance.span import ByteOrder

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode_text(data: bytes) -> str:
    """UTF-8, else Latin-1.

    PNG demands Latin-1 in `tEXt` and Exif ASCII, and generators write UTF-8 into both.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        cut = error.reason == "unexpected end of data" and not before.isascii()
        text = before if cut else data.decode("latin-1")
    return text.replace("\0", "")


def decode_utf16(data: bytes) -> str:
    """UTF-16 in the order that its bytes betray."""
    codec = "utf-16-be" if utf16_order(data) == "big" else "utf-16-le"
    whole = data[: len(data) // 2 * 2]
    return whole.decode(codec, "replace").removeprefix("\ufeff").replace("\0", "")


def utf16_order(data: bytes) -> ByteOrder:
    """By the mark in front, else by content.

    A text stays within few blocks of Unicode, so its high bytes are the less various ones.
    """
    if data.startswith(codecs.BOM_UTF16_BE):
        return "big"
    if data.startswith(codecs.BOM_UTF16_LE):
        return "little"
    first, second = data[0::2], data[1::2]
    big, little = (len(set(first)), -first.count(0)), (len(set(second)), -second.count(0))
    return "big" if big <= little else "little"


def is_text(data: bytes) -> bool:
    """Whether undeclared bytes are UTF-8 without control characters."""
    try:
        return not CONTROLS.search(data.strip(b"\0").decode())
    except UnicodeDecodeError:
        return False


def well_formed(text: str) -> str:
    """Without NULs and half surrogate pairs, which JSON can spell."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
