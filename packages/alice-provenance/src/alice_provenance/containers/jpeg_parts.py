"""Metadata that JPEG spreads over several segments, put together again."""

from collections import defaultdict
from collections.abc import Iterator

from alice_provenance.blocks import Block
from alice_provenance.exif import ORDERS, PREFIX, read_exif
from alice_provenance.raw import Raw
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
        self._exif: list[Raw] = []
        self._xmp: list[Raw] = []
        self._extended_xmp: defaultdict[tuple[bytes, int], Pieces] = defaultdict(list)
        self._jumbf: defaultdict[int, Pieces] = defaultdict(list)

    def add_app1(self, segment: Raw) -> None:
        """EXIF, XMP or extended XMP (XMP specification, part 3, 1.1.3); others are left."""
        data = segment.data
        if data.startswith(PREFIX):
            self._add_exif(Raw(data.removeprefix(PREFIX), segment.problem))
        elif data.startswith(XMP):
            self._xmp.append(Raw(data.removeprefix(XMP), segment.problem))
        elif data.startswith(EXTENDED_XMP):
            self._add_extended_xmp(data.removeprefix(EXTENDED_XMP))

    def add_app11(self, segment: Raw) -> None:
        """JUMBF (ISO/IEC 19566-5, D.2): instance, number of the piece, piece of the box."""
        if segment.data.startswith(JUMBF):
            instance, number = segment.data[2:4], segment.data[4:8]
            pieces = self._jumbf[int.from_bytes(instance, "big")]
            pieces.append((int.from_bytes(number, "big"), segment.data[8:]))

    def blocks(self) -> Iterator[Block]:
        for exif in self._exif:
            yield from read_exif(exif)
        for xmp in self._xmp:
            yield from read_xmp("JPEG APP1 XMP", xmp)
        for (_, length), pieces in self._extended_xmp.items():
            packet = b"".join(piece for _, piece in sorted(pieces))
            yield from read_xmp("JPEG APP1 extended XMP", _checked(packet, length))
        for pieces in self._jumbf.values():
            yield _jumbf_block(sorted(pieces))

    def _add_exif(self, tiff: Raw) -> None:
        """What has no TIFF header goes on where the last one ended, as ExifTool splits it."""
        if self._exif and tiff.data[:2] not in ORDERS:
            tiff = Raw(self._exif.pop().data + tiff.data, tiff.problem)
        self._exif.append(tiff)

    def _add_extended_xmp(self, body: bytes) -> None:
        """GUID, length of the whole packet, offset of this piece, piece."""
        guid, numbers = body[:GUID_BYTES], body[GUID_BYTES : GUID_BYTES + 8]
        packet = (guid, int.from_bytes(numbers[:4], "big"))
        offset = int.from_bytes(numbers[4:], "big")
        self._extended_xmp[packet].append((offset, body[GUID_BYTES + 8 :]))


def _jumbf_block(pieces: Pieces) -> Block:
    """Every piece repeats the header of the box, of which the first is kept."""
    (_, first), *others = pieces
    header = 16 if first[:4] == b"\0\0\0\1" else 8
    box = first + b"".join(piece[header:] for _, piece in others)
    raw = _checked(box, int.from_bytes(box[8:16] if header == 16 else box[:4], "big"))
    key = "C2PA" if b"c2pa" in box[:LABEL_BEFORE] else "JUMBF"
    return Block(f"JPEG APP11 ({key})", key, box, problem=raw.problem)


def _checked(data: bytes, length: int) -> Raw:
    missing = length - len(data)
    return Raw(data, f"{missing:,} of its {length:,} bytes are missing" if missing > 0 else None)
