"""JPEG: comments, EXIF, XMP and JUMBF, whole and in pieces."""

import io
import struct

import pytest
from PIL import Image

from alice_provenance import limits
from alice_provenance.collecting import collect
from alice_samples import stills
from alice_samples.exif import user_comment_exif

START, SCAN = b"\xff\xd8", b"\xff\xda\0\x02" + bytes(50) + b"\xff\xd9"
FRAME = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, 480, 640, 1) + bytes(3)
XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
PACKET = b'<x xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>%s</d:title></x>'
GUID = b"0123456789ABCDEF0123456789ABCDEF"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def app1(body: bytes) -> bytes:
    return segment(0xE1, body)


def extension(offset: int, piece: bytes, length: int) -> bytes:
    return app1(EXTENSION + GUID + struct.pack(">II", length, offset) + piece)


def jumbf(number: int, header: bytes, piece: bytes, instance: int = 1) -> bytes:
    return segment(0xEB, b"JP" + struct.pack(">HI", instance, number) + header + piece)


def test_a_comment_and_the_size(contents_of):
    contents = contents_of(START + segment(0xFE, "再保存".encode()) + FRAME + SCAN)
    (block,) = contents.blocks
    assert (block.place, block.key, block.text) == ("JPEG COM", "comment", "再保存")
    assert (contents.width, contents.height, contents.duration) == (640, 480, None)


def test_what_an_encoder_writes(contents_of):
    contents = contents_of(stills.jpeg(1, (60, 40), comment="a cat\nSteps: 20"))
    (block,) = contents.blocks
    assert (block.place, block.text) == ("EXIF Exif.UserComment", "a cat\nSteps: 20")
    assert (contents.media_type.mime, contents.width, contents.height) == ("image/jpeg", 60, 40)


def test_fill_bytes_and_markers_without_a_body_are_passed(contents_of):
    content = START + b"\xff\xff\xff\x01" + segment(0xFE, b"found") + FRAME + SCAN
    assert [block.text for block in contents_of(content).blocks] == ["found"]


def test_exif_that_is_larger_than_a_segment(contents_of):
    exif = user_comment_exif("word " * 30_000)
    first, second = exif[:65_000], exif[65_000:]
    rest = [second[:60_000], second[60_000:120_000], second[120_000:180_000], second[180_000:]]
    pieces = [app1(first), *(app1(b"Exif\0\0" + piece) for piece in rest)]
    (block,) = contents_of(START + b"".join(pieces) + FRAME + SCAN).blocks
    assert (block.text, block.problem) == ("word " * 30_000, None)


def test_pieces_do_not_gather_without_end(contents_of, monkeypatch):
    pieces = app1(user_comment_exif("kept")) + app1(b"Exif\0\0" + bytes(60_000)) * 100
    monkeypatch.setattr(limits, "BLOCK_BYTES", 100_000)
    monkeypatch.setattr(limits, "FILE_BYTES", 200_000)
    block, end = contents_of(START + pieces + FRAME + SCAN).blocks
    assert (block.text, end.problem) == ("kept", "its metadata exceed 200,000 bytes")


def test_a_manifest_beyond_the_limit_is_cut(contents_of, monkeypatch):
    monkeypatch.setattr(limits, "BLOCK_BYTES", 50)
    header = struct.pack(">I", 108) + b"jumb"
    (block,) = contents_of(START + jumbf(1, header, bytes(100)) + FRAME + SCAN).blocks
    assert (len(block.data), block.problem) == (50, "it is cut at 50 of 108 bytes")


def test_two_exif_segments_are_two(contents_of):
    both = app1(user_comment_exif("one")) + app1(user_comment_exif("two"))
    assert [block.text for block in contents_of(START + both + SCAN).blocks] == ["one", "two"]


def test_xmp_and_its_extension_in_any_order(contents_of):
    long = PACKET % (b"b" * 90_000)
    pieces = [extension(50_000, long[50_000:], len(long)), extension(0, long[:50_000], len(long))]
    content = START + app1(XMP + PACKET % b"short") + b"".join(pieces) + FRAME + SCAN
    blocks = contents_of(content).blocks
    titles = [(block.place, block.text) for block in blocks if block.key == "dc:title"]
    assert titles == [
        ("JPEG APP1 XMP dc:title", "short"),
        ("JPEG APP1 extended XMP dc:title", "b" * 90_000),
    ]


def test_an_extension_with_a_piece_missing(contents_of):
    long = PACKET % (b"b" * 900)
    content = START + extension(0, long[:500], len(long)) + FRAME + SCAN
    (block,) = contents_of(content).blocks
    assert block.data == long[:500]
    assert block.problem == f"{len(long) - 500} of its {len(long)} bytes are missing"


@pytest.mark.parametrize("length", [struct.pack(">I", 8 + 300), struct.pack(">I", 1)])
def test_a_manifest_in_pieces_keeps_one_header(contents_of, length):
    wide = length == struct.pack(">I", 1)
    header = length + b"jumb" + (struct.pack(">Q", 16 + 300) if wide else b"")
    body = b"c2pa" + bytes(range(256)) + bytes(40)
    pieces = [jumbf(2, header, body[100:]), jumbf(1, header, body[:100])]
    (block,) = contents_of(START + b"".join(pieces) + FRAME + SCAN).blocks
    assert (block.place, block.key, block.problem) == ("JPEG APP11 (C2PA)", "C2PA", None)
    assert block.data == header + body


def test_other_boxes_and_missing_pieces_are_told(contents_of):
    header = struct.pack(">I", 100) + b"jumb"
    (block,) = contents_of(START + jumbf(1, header, bytes(20), instance=7) + SCAN).blocks
    assert (block.key, block.problem) == ("JUMBF", "72 of its 100 bytes are missing")


def test_a_broken_file_keeps_what_came_before(contents_of):
    content = START + app1(user_comment_exif("kept")) + b"no segment"
    block, end = contents_of(content).blocks
    assert block.text == "kept"
    assert (end.place, end.problem) == ("JPG", f"no segment begins at byte {len(content) - 10:,}")


def test_the_picture_itself_is_not_read(counting_file):
    head = START + app1(user_comment_exif("found")) + FRAME + b"\xff\xda\0\x02"
    content = head + bytes(100_000_000)
    file = counting_file(content)
    assert collect(file, len(content)).blocks[0].text == "found"
    assert file.bytes_read < 8192


def test_xmp_by_an_encoder(contents_of):
    saved = io.BytesIO()
    Image.new("RGB", (4, 4)).save(saved, "JPEG", xmp=PACKET % b"by Pillow")
    assert [block.text for block in contents_of(saved.getvalue()).blocks][1:] == ["by Pillow"]
