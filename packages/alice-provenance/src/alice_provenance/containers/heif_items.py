"""Which items a `meta` box lists and where they lie (ISO/IEC 14496-12, 8.11.3 and 8.11.6)."""

from collections.abc import Iterator
from dataclasses import dataclass

from alice_provenance.containers.boxes import few_boxes, limited
from alice_provenance.span import Span


@dataclass(frozen=True)
class ItemInfo:
    item: int
    kind: bytes
    content_type: str = ""


@dataclass(frozen=True)
class Location:
    """`extents` are positions and lengths; length 0 reaches to the end."""

    item: int
    method: int
    extents: tuple[tuple[int, int], ...]


@dataclass
class Cursor:
    """Reads numbers one behind the other."""

    span: Span
    at: int = 0

    def uint(self, width: int) -> int:
        """Of width 0 it is 0 and takes no place."""
        value = self.span.uint(self.at, width) if width else 0
        self.at += width
        return value


def read_item_infos(iinf: Span) -> Iterator[ItemInfo]:
    """Those of versions 2 and 3, which have a type."""
    first = 6 if iinf.uint(0, 1) == 0 else 8
    for entry in few_boxes(iinf, first):
        version = entry.body.uint(0, 1)
        if version not in (2, 3):
            continue
        width = 2 if version == 2 else 4
        kind_at = 4 + width + 2
        kind = entry.body.read(kind_at, 4)
        _, content_type, *_ = (*entry.take(kind_at + 4).data.split(b"\0"), b"")
        yield ItemInfo(entry.body.uint(4, width), kind, content_type.decode("latin-1"))


def locations(iloc: Span) -> Iterator[Location]:
    """Of each item; sizes of the numbers are given in front, in half bytes."""
    cursor = Cursor(iloc)
    version = cursor.uint(4) >> 24
    sizes = cursor.uint(2)
    extents_before = 0
    for _ in range(limited(cursor.uint(4 if version == 2 else 2))):
        item = cursor.uint(4 if version == 2 else 2)
        method = cursor.uint(2) & 0xF if version else 0
        cursor.uint(2)  # which file: always this one
        base = cursor.uint(sizes >> 4 & 0xF)
        count = cursor.uint(2)
        extents_before = limited(extents_before + count)  # numbers of no bytes cost no read
        index_bytes = sizes & 0xF if version else 0
        extents = tuple(_extent(cursor, sizes, base, index_bytes) for _ in range(count))
        yield Location(item, method, extents)


def _extent(cursor: Cursor, sizes: int, base: int, index_bytes: int) -> tuple[int, int]:
    cursor.uint(index_bytes)
    offset = cursor.uint(sizes >> 12 & 0xF)
    return base + offset, cursor.uint(sizes >> 8 & 0xF)
