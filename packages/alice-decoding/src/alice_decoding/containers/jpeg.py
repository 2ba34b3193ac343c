"""JPEG segments (ITU-T T.81, annex B): wholeness."""

from alice_decoding.verdicts import corrupt, truncated

START_OF_SCAN, FILL = 0xDA, 0xFF
END_OF_IMAGE = b"\xff\xd9"


def check_jpeg(data: bytes) -> None:
    """Raises Undecodable if the picture never ends; a thumbnail's end does not count."""
    if data.find(END_OF_IMAGE, _scan_begins(data)) < 0:
        raise truncated("its end marker is missing")


def _scan_begins(data: bytes) -> int:
    at = 2
    while at + 4 <= len(data):
        if data[at] != FILL:
            raise corrupt(f"no JPEG segment begins at {at:,}")
        if data[at + 1] == START_OF_SCAN:
            return at
        at += 1 if data[at + 1] == FILL else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise truncated("no scan follows its headers")
