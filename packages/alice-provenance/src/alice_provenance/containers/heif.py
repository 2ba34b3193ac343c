"""AVIF and HEIC: size and metadata items of the `meta` box (ISO/IEC 14496-12, 8.11; 23008-12)."""

from collections.abc import Iterator
from dataclasses import replace

from alice_provenance import limits
from alice_provenance.containers.boxes import FULL_BOX_BYTES, boxes, few_boxes, limited
from alice_provenance.containers.found import Dimensions, Found
from alice_provenance.containers.heif_items import ItemInfo, Location, locations, read_item_infos
from alice_provenance.exif import read_exif
from alice_provenance.raw import Raw, take
from alice_provenance.span import MalformedError, Span
from alice_provenance.xmp import read_xmp

XMP_TYPE = "application/rdf+xml"
TIFF_OFFSET_BYTES = 4
INSIDE_FILE, INSIDE_IDAT = 0, 1
"""Ways in which an item's bytes are found."""


def read_items(file: Span, meta: Span) -> Iterator[Found]:
    """The primary picture's size, and the items that are EXIF or XMP."""
    inner = {box.kind: box.body for box in boxes(meta, FULL_BOX_BYTES)}
    if b"iprp" in inner and b"pitm" in inner:
        yield from _size(inner[b"iprp"], _primary(inner[b"pitm"]))
    if b"iinf" not in inner or b"iloc" not in inner:
        return
    places = {location.item: location for location in locations(inner[b"iloc"])}
    for info in read_item_infos(inner[b"iinf"]):
        if location := places.get(info.item):
            yield from _read(info, location, file, inner.get(b"idat"))


def _read(info: ItemInfo, location: Location, file: Span, idat: Span | None) -> Iterator[Found]:
    """An EXIF item begins with the distance to its TIFF header (23008-12, A.2.1)."""
    if info.kind == b"Exif":
        raw = _bytes(location, file, idat)
        distance = int.from_bytes(raw.data[:TIFF_OFFSET_BYTES], "big")
        yield from read_exif(replace(raw, data=raw.data[TIFF_OFFSET_BYTES + distance :]))
    elif info.kind == b"mime" and info.content_type == XMP_TYPE:
        yield from read_xmp("HEIF item XMP", _bytes(location, file, idat))


def _bytes(location: Location, file: Span, idat: Span | None) -> Raw:
    """All extents of an item behind one another."""
    holder = {INSIDE_FILE: file, INSIDE_IDAT: idat}.get(location.method)
    if holder is None:
        return Raw(b"", "it is an item that lies in another one")
    data, problem = bytearray(), None
    for at, length in location.extents:
        if len(data) >= limits.BLOCK_BYTES:
            return Raw(bytes(data), f"it is cut at {len(data):,} bytes")
        raw = take(holder, at, length or max(0, holder.size - at))
        data += raw.data
        problem = problem or raw.problem
    return Raw(bytes(data[: limits.BLOCK_BYTES]), problem)


def _primary(pitm: Span) -> int:
    return pitm.uint(4, 2 if pitm.uint(0, 1) == 0 else 4)


def _size(properties: Span, item: int) -> Iterator[Dimensions]:
    """The item's spatial extents, or what a clean aperture leaves of them (23008-12, 6.5)."""
    inner = {box.kind: box.body for box in boxes(properties)}
    if b"ipco" not in inner or b"ipma" not in inner:
        return
    known = dict(enumerate(few_boxes(inner[b"ipco"]), start=1))
    indices = _associated(inner[b"ipma"], item)
    item_properties = {known[index].kind: known[index].body for index in indices if index in known}
    if clap := item_properties.get(b"clap"):
        yield Dimensions(_whole(clap, 0), _whole(clap, 8))
    if ispe := item_properties.get(b"ispe"):
        yield Dimensions(ispe.uint(4, 4), ispe.uint(8, 4))


def _whole(clap: Span, at: int) -> int:
    """A fraction of two numbers of 32 bits, rounded down; 0 for one by 0."""
    denominator = clap.uint(at + 4, 4)
    return clap.uint(at, 4) // denominator if denominator else 0


def _associated(ipma: Span, item: int) -> list[int]:
    """The properties of an item, from 1 (23008-12, 9.3): the top bit of each says essential."""
    version_and_flags = ipma.uint(0, 4)
    item_bytes = 4 if version_and_flags >> 24 else 2
    index_bytes = 2 if version_and_flags & 1 else 1
    mask = 0x7FFF if version_and_flags & 1 else 0x7F
    at = 8
    for _ in range(limited(ipma.uint(4, 4))):
        found, count = ipma.uint(at, item_bytes), ipma.uint(at + item_bytes, 1)
        at += item_bytes + 1
        if found == item:
            return [ipma.uint(at + i * index_bytes, index_bytes) & mask for i in range(count)]
        at += count * index_bytes
    raise MalformedError(f"its primary picture {item} has no properties")
