"""MP4, MOV, AVIF and HEIC: what the top-level boxes hold (ISO/IEC 14496-12)."""

from collections.abc import Iterator
from uuid import UUID

from alice_provenance.blocks import Block
from alice_provenance.containers.boxes import FULL_BOX_BYTES, Box, boxes
from alice_provenance.containers.film import read_film
from alice_provenance.containers.found import Found
from alice_provenance.containers.heif import read_items
from alice_provenance.raw import Raw
from alice_provenance.span import MalformedError, Span
from alice_provenance.xmp import read_xmp

UUID_BYTES = 16
C2PA = UUID("d8fec3d6-1b0e-483c-9297-5828877ec481").bytes
XMP = UUID("be7acfcb-97a9-42e8-9c71-999491e3afac").bytes
PURPOSE_BYTES = 64
MANIFESTS = frozenset({b"manifest", b"original", b"update"})
MERKLE_OFFSET_BYTES = 8


def walk(file: Span) -> Iterator[Found]:
    """Size, duration, tags, items, and the boxes of C2PA and XMP; media are passed over."""
    end = 0
    for box in boxes(file):
        if box.kind == b"moov":
            yield from read_film(box.body)
        elif box.kind == b"meta":
            yield from read_items(file, box.body)
        elif box.kind == b"uuid":
            yield from _extension(box)
        end = box.body.begin + box.length
    if end > file.end:
        raise MalformedError(f"{end - file.end:,} bytes are missing at its end")


def _extension(box: Box) -> Iterator[Block]:
    identifier = box.body.upto(0, UUID_BYTES)
    if identifier == XMP:
        yield from read_xmp("BMFF uuid XMP", box.take(UUID_BYTES))
    elif identifier == C2PA:
        yield from _manifest(box.take(UUID_BYTES + FULL_BOX_BYTES))


def _manifest(raw: Raw) -> Iterator[Block]:
    """A purpose, and for a manifest an offset before it (C2PA 2.2, A.5.1)."""
    purpose, _, _ = raw.data[:PURPOSE_BYTES].partition(b"\0")
    if purpose in MANIFESTS:
        jumbf = raw.data[len(purpose) + 1 + MERKLE_OFFSET_BYTES :]
        yield Block("BMFF uuid (C2PA)", "C2PA", jumbf, problem=raw.problem)
