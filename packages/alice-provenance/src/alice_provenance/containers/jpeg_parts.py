"""Metadata that JPEG spreads over several segments, put together again."""

from collections import defaultdict
from collections.abc import Iterator

from alice_provenance import limits
from alice_provenance.blocks import Block
from alice_provenance.exif import ORDERS, PREFIX, read_exif
from alice_provenance.raw import Raw, join
from alice_provenance.span import MalformedError
from alice_provenance.xmp import read_xmp

XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\0"
GUID_BYTES = 32
JUMBF = b"JP"
LABEL_BEFORE = 128
"""Where the label of a JUMBF superbox stands at the latest."""

Pieces = list[tuple[int, bytes]]
"""Bytes with the number by which they are put in order."""


class JpegParts:
    """Takes APP1 and APP11 segments in file order; gives whole blocks."""

    def __init__(self) -> None:
        self._left = limits.FILE_BYTES
        self._exif: list[list[bytes]] = []
        self._xmp: list[bytes] = []
        self._extended_xmp: defaultdict[tuple[bytes, int], Pieces] = defaultdict(list)
        self._jumbf: defaultdict[int, Pieces] = defaultdict(list)

    def add_app1(self, segment: bytes) -> None:
        """EXIF, XMP or extended XMP (XMP specification, part 3, 1.1.3); others are left."""
        if segment.startswith(PREFIX):
            self._count(segment)
            self._add_exif(segment.removeprefix(PREFIX))
        elif segment.startswith(XMP):
            self._count(segment)
            self._xmp.append(segment.removeprefix(XMP))
        elif segment.startswith(EXTENDED_XMP):
            self._count(segment)
            self._add_extended_xmp(segment.removeprefix(EXTENDED_XMP))

    def add_app11(self, segment: bytes) -> None:
        """JUMBF (ISO/IEC 19566-5, D.2): instance, number of the piece, piece of the box."""
        if segment.startswith(JUMBF):
            self._count(segment)
            instance, number = segment[2:4], segment[4:8]
            pieces = self._jumbf[int.from_bytes(instance, "big")]
            pieces.append((int.from_bytes(number, "big"), segment[8:]))

    def blocks(self) -> Iterator[Block]:
        for pieces in self._exif:
            yield from read_exif(join(pieces))
        for packet in self._xmp:
            yield from read_xmp("JPEG APP1 XMP", Raw(packet))
        for (_, length), numbered in self._extended_xmp.items():
            packet_pieces = (piece for _, piece in sorted(numbered))
            yield from read_xmp("JPEG APP1 extended XMP", join(packet_pieces, length))
        for numbered in self._jumbf.values():
            yield _jumbf_block(sorted(numbered))

    def _count(self, segment: bytes) -> None:
        """Before blocks are made of them, so that they do not gather without end."""
        self._left -= len(segment)
        if self._left < 0:
            raise MalformedError(f"its metadata exceed {limits.FILE_BYTES:,} bytes")

    def _add_exif(self, tiff: bytes) -> None:
        """What has no TIFF header goes on where the last one ended, as ExifTool splits it."""
        if self._exif and tiff[:2] not in ORDERS:
            self._exif[-1].append(tiff)
        else:
            self._exif.append([tiff])

    def _add_extended_xmp(self, body: bytes) -> None:
        """GUID, length of the whole packet, offset of this piece, piece."""
        guid, numbers = body[:GUID_BYTES], body[GUID_BYTES : GUID_BYTES + 8]
        packet = (guid, int.from_bytes(numbers[:4], "big"))
        offset = int.from_bytes(numbers[4:], "big")
        self._extended_xmp[packet].append((offset, body[GUID_BYTES + 8 :]))


def _jumbf_block(numbered: Pieces) -> Block:
    """Every piece repeats the header of the box, of which the first is kept."""
    (_, first), *others = numbered
    header = 16 if first[:4] == b"\0\0\0\1" else 8
    length = int.from_bytes(first[8:16] if header == 16 else first[:4], "big")
    raw = join([first, *(piece[header:] for _, piece in others)], length)
    key = "C2PA" if b"c2pa" in raw.data[:LABEL_BEFORE] else "JUMBF"
    return Block(f"JPEG APP11 ({key})", key, raw.data, problem=raw.problem)
