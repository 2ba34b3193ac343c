"""WebP: metadata around lossy, lossless and animated pictures."""

import struct

import pytest

from alice_samples import stills
from alice_samples.exif import user_comment_exif

EXTENDED = struct.pack("<I", 0) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
PACKET = b'<x xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>x</d:title></x>'


def chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def webp(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def test_what_an_encoder_writes(contents_of):
    contents = contents_of(stills.webp(1, (61, 41), comment="a cat"))
    assert [(block.place, block.text) for block in contents.blocks] == [
        ("EXIF Exif.UserComment", "a cat")
    ]
    assert (contents.media_type.mime, contents.width, contents.height) == ("image/webp", 61, 41)


def test_an_animation(contents_of):
    contents = contents_of(stills.animated_webp(1, (60, 40), frames=8))
    assert (contents.width, contents.height, contents.duration) == (60, 40, 0.8)


@pytest.mark.parametrize("prefix", [b"", b"Exif\0\0"])
def test_exif_with_the_prefix_and_without(contents_of, prefix):
    tiff = user_comment_exif("found").removeprefix(b"Exif\0\0")
    contents = contents_of(webp(chunk(b"VP8X", EXTENDED), chunk(b"EXIF", prefix + tiff)))
    assert [block.text for block in contents.blocks] == ["found"]
    assert (contents.width, contents.height) == (640, 480)


def test_xmp_and_c2pa_behind_a_chunk_of_odd_length(contents_of):
    content = webp(chunk(b"ICCP", b"odd"), chunk(b"XMP ", PACKET), chunk(b"C2PA", b"manifest"))
    assert [(block.place, block.data) for block in contents_of(content).blocks] == [
        ("WEBP XMP", PACKET),
        ("WEBP XMP dc:title", b"x"),
        ("WEBP C2PA", b"manifest"),
    ]


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (chunk(b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", 0x4000 | 33, 22)), (33, 22)),
        (chunk(b"VP8L", b"\x2f" + struct.pack("<I", 32 | 21 << 14)), (33, 22)),
        (chunk(b"VP8 ", bytes(10)), (None, None)),
        (chunk(b"VP8L", bytes(5)), (None, None)),
    ],
)
def test_the_size_of_a_simple_picture(contents_of, picture, size):
    contents = contents_of(webp(picture))
    assert (contents.width, contents.height) == size


def test_what_stands_behind_the_container_is_none_of_it(contents_of):
    assert contents_of(webp(chunk(b"VP8X", EXTENDED)) + b"tail").blocks == ()


def test_a_file_that_breaks_off_keeps_what_came_before(contents_of):
    content = webp(chunk(b"EXIF", user_comment_exif("kept")), chunk(b"VP8 ", bytes(1000)))
    block, end = contents_of(content[:-995]).blocks
    assert block.text == "kept"
    assert end.problem.startswith("it breaks off at byte ")
