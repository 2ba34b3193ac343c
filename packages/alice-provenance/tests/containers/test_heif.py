"""AVIF and HEIC: the primary picture's size, EXIF and XMP items."""

import io
import struct

import pytest
from PIL import Image

from alice_samples import stills
from alice_samples.exif import user_comment_exif

PACKET = b'<x xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>x</d:title></x>'
FTYP = struct.pack(">I", 16) + b"ftypavif" + bytes(4)
TIFF = user_comment_exif("found").removeprefix(b"Exif\0\0")
EXIF_ITEM = struct.pack(">I", 9) + b"Exif\0\0and" + TIFF


def box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full(kind: bytes, version: int, *bodies: bytes) -> bytes:
    return box(kind, struct.pack(">I", version << 24), *bodies)


def item_infos() -> bytes:
    exif = full(b"infe", 2, struct.pack(">HH4s", 1, 0, b"Exif"), b"\0")
    xmp = full(b"infe", 3, struct.pack(">IH4s", 2, 0, b"mime"), b"\0application/rdf+xml\0")
    old = full(b"infe", 0, bytes(8))
    return full(b"iinf", 0, struct.pack(">H", 3), old, exif, xmp)


def locations(first: tuple[int, int], second: tuple[int, int], method: int) -> bytes:
    """Version 1 with offsets and lengths of 32 bits; the second item in two extents."""
    (at, length), (xmp_at, xmp_length) = first, second
    entries = struct.pack(">HHHHII", 1, method, 0, 1, at, length)
    entries += struct.pack(">HHHH", 2, method, 0, 2)
    entries += struct.pack(">IIII", xmp_at, 10, xmp_at + 10, xmp_length - 10)
    return full(b"iloc", 1, struct.pack(">HH", 0x4400, 2), entries)


def texts(contents):
    return {block.key: block.text for block in contents.blocks if block.key != "XMP"}


def test_items_in_the_file(contents_of):
    first, second = (len(FTYP) + 8, len(EXIF_ITEM)), (len(FTYP) + 8 + len(EXIF_ITEM), len(PACKET))
    media = box(b"mdat", EXIF_ITEM, PACKET)
    content = FTYP + media + full(b"meta", 0, item_infos(), locations(first, second, 0))
    assert texts(contents_of(content)) == {"UserComment": "found", "dc:title": "x"}


def test_items_in_the_meta_box(contents_of):
    places = locations((0, len(EXIF_ITEM)), (len(EXIF_ITEM), len(PACKET)), 1)
    meta = full(b"meta", 0, item_infos(), places, box(b"idat", EXIF_ITEM, PACKET))
    assert texts(contents_of(FTYP + meta)) == {"UserComment": "found", "dc:title": "x"}


def test_items_made_of_items_are_told(contents_of):
    meta = full(b"meta", 0, item_infos(), locations((0, 9), (9, 20), 2))
    exif, xmp = contents_of(FTYP + meta).blocks
    assert exif.problem == xmp.problem == "it is an item that lies in another one"


def test_an_item_past_the_end(contents_of):
    meta = full(b"meta", 0, item_infos(), locations((10**6, 500), (20, 30), 0))
    exif, _ = contents_of(FTYP + meta).blocks
    assert exif.problem == "500 of its 500 bytes are missing"


def test_extents_of_no_bytes_are_limited(contents_of):
    """Each item may claim 65,535 extents whose numbers take no bytes of the file."""
    entries = struct.pack(">HHH", 1, 0, 65_535)
    places = full(b"iloc", 0, struct.pack(">HH", 0, 1), entries)
    (end,) = contents_of(FTYP + full(b"meta", 0, item_infos(), places)).blocks
    assert end.problem == "it lists more than 2,000 items"


def test_the_size_is_that_of_the_primary_picture(contents_of):
    extents = [full(b"ispe", 0, struct.pack(">II", *size)) for size in ((1, 1), (640, 480))]
    properties = box(b"ipco", extents[0], box(b"pixi", bytes(8)), extents[1])
    other = struct.pack(">HBB", 7, 1, 0x81)
    primary = struct.pack(">HBBB", 9, 2, 0x82, 0x03)
    associations = full(b"ipma", 0, struct.pack(">I", 2), other, primary)
    pitm = full(b"pitm", 0, struct.pack(">H", 9))
    meta = full(b"meta", 0, pitm, box(b"iprp", properties, associations))
    contents = contents_of(FTYP + meta)
    assert (contents.width, contents.height) == (640, 480)


@pytest.mark.parametrize("encode", [stills.avif, stills.heic])
def test_what_encoders_write(contents_of, encode):
    contents = contents_of(encode(1, (64, 48)))
    assert (contents.width, contents.height, contents.duration) == (64, 48, None)
    assert [block.problem for block in contents.blocks if block.problem] == []


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_metadata_by_encoders(contents_of, kind):
    saved = io.BytesIO()
    stills.heic(1, (16, 16))  # registers the encoder
    metadata = {"exif": user_comment_exif("by Pillow"), "xmp": PACKET}
    Image.new("RGB", (16, 16)).save(saved, kind, **metadata)
    assert texts(contents_of(saved.getvalue())) == {"UserComment": "by Pillow", "dc:title": "x"}
