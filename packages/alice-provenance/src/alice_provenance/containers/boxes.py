"""Boxes of the ISO base media file format (ISO/IEC 14496-12, 4.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from alice_provenance import limits
from alice_provenance.raw import Raw, take
from alice_provenance.span import MalformedError, Span

FULL_BOX_BYTES = 4
"""Version and flags, with which the body of a full box begins."""


@dataclass(frozen=True)
class Box:
    """A box; `body` is clipped to what holds it, `length` is what the box says of its body."""

    kind: bytes
    body: Span
    length: int

    def take(self, at: int = 0) -> Raw:
        """The body from `at` on."""
        return take(self.body, at, self.length - at)


def boxes(span: Span, at: int = 0) -> Iterator[Box]:
    """Those that follow one another from `at` on; fewer than 8 bytes at the end are padding."""
    while span.size - at >= 8:
        header = span.upto(at, 16)
        size, kind, begin = int.from_bytes(header[:4], "big"), header[4:8], 8
        if size == 1:
            size, begin = int.from_bytes(header[8:16], "big"), 16
        elif size == 0:
            size = span.size - at
        if size < begin:
            raise MalformedError(f"a box of {size} bytes at byte {span.begin + at:,}")
        yield Box(kind, span.part(at + begin, size - begin), size - begin)
        at += size


def few_boxes(span: Span, at: int = 0) -> list[Box]:
    """All of them, where no file has many; raises MalformedError for more than the limit."""
    few = list(islice(boxes(span, at), limits.ITEMS + 1))
    limited(len(few))
    return few


def limited(count: int) -> int:
    """A count of items or keys; raises MalformedError for more than the limit."""
    if count > limits.ITEMS:
        raise MalformedError(f"it lists more than {limits.ITEMS:,} items")
    return count


def find(span: Span, *path: bytes) -> Span | None:
    """The body of the first box down a path of kinds."""
    for kind in path:
        found = next((box.body for box in boxes(span) if box.kind == kind), None)
        if found is None:
            return None
        span = found
    return span
