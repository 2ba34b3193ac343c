"""EBML numbers (RFC 8794, 4 and 5), the alphabet of WebM."""

UNKNOWN_SIZE = -1


def identifier_at(data: bytes, at: int) -> tuple[int, int]:
    """An element's identifier (its length marker kept) and where it ends."""
    length = _width(data, at)
    return int.from_bytes(data[at : at + length], "big"), at + length


def size_at(data: bytes, at: int) -> tuple[int, int]:
    """An element's size and where its body begins; UNKNOWN_SIZE for one still being written."""
    length = _width(data, at)
    mask = (1 << (7 * length)) - 1
    size = int.from_bytes(data[at : at + length], "big") & mask
    return UNKNOWN_SIZE if size == mask else size, at + length


def _width(data: bytes, at: int) -> int:
    """The length of a number in bytes, from its first byte (1 where there is no marker)."""
    first = data[at] if at < len(data) else 0
    return 9 - first.bit_length() if first else 1
