"""WebM, an EBML document (RFC 8794): wholeness of its segment."""

from typing import BinaryIO

from alice_contracts.ebml import UNKNOWN_SIZE, identifier_at, size_at
from alice_decoding.verdicts import UNWRITTEN, corrupt, truncated, unwritten

SEGMENT = 0x18538067
# The two element headers at the front: identifiers of 4 bytes, sizes of up to 8.
HEADER_BYTES = 4 + 8


def check_webm(file: BinaryIO, length: int) -> None:
    """Raises Undecodable if the segment is missing, cut short or was never written."""
    header_size, body = size_at(file.read(HEADER_BYTES), 4)
    segment_at = body + header_size
    file.seek(segment_at)
    element = file.read(HEADER_BYTES)
    identifier, size_begins = identifier_at(element, 0)
    if identifier != SEGMENT:
        raise corrupt("no segment follows the WebM header")
    size, begins = size_at(element, size_begins)
    if size != UNKNOWN_SIZE and segment_at + begins + size > length:
        raise truncated(f"{segment_at + begins + size - length:,} bytes are missing")
    file.seek(max(0, length - len(UNWRITTEN)))
    if file.read() == UNWRITTEN:
        raise unwritten()
