"""GIF: comments, XMP and duration."""

import io
import struct

import pytest
from PIL import Image

from alice_provenance import limits
from alice_provenance.containers import gif
from alice_provenance.span import MalformedError, Reads, Span
from alice_samples import stills

SCREEN = b"GIF89a" + struct.pack("<HHBBB", 64, 48, 0, 0, 0)
END = b"\x3b"
PACKET = b'<x xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>x</d:title></x>'
MAGIC = bytes([1, *range(255, -1, -1), 0])


def comment(text: bytes) -> bytes:
    parts = [text[at : at + 255] for at in range(0, len(text), 255)]
    return b"\x21\xfe" + b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def test_a_comment_of_several_sub_blocks(contents_of):
    text = b"a cat, " * 100 + "写真".encode()
    contents = contents_of(SCREEN + comment(text) + END)
    (block,) = contents.blocks
    assert (block.place, block.key, block.text) == ("GIF comment", "comment", text.decode())
    assert (contents.width, contents.height, contents.duration) == (64, 48, None)


def test_a_comment_of_hostile_length_is_cut(contents_of, monkeypatch):
    monkeypatch.setattr(limits, "BLOCK_BYTES", 500)
    (block,) = contents_of(SCREEN + comment(b"x" * 1000) + END).blocks
    assert (block.data, block.problem) == (b"x" * 510, "it is cut at 510 bytes")


def test_xmp_with_its_magic_trailer(contents_of):
    extension = b"\x21\xff\x0bXMP DataXMP" + PACKET + MAGIC
    blocks = contents_of(SCREEN + extension + comment(b"after") + END).blocks
    assert [block.text for block in blocks if block.key != "XMP"] == ["x", "after"]
    assert blocks[0].data == PACKET


def test_an_animation(contents_of):
    contents = contents_of(stills.gif(1, (60, 40), frames=8))
    assert (contents.media_type.mime, contents.width, contents.height) == ("image/gif", 60, 40)
    assert contents.duration == 0.8


def test_a_still_picture_has_no_duration(contents_of):
    saved = io.BytesIO()
    Image.new("P", (8, 8)).save(saved, "GIF", duration=500, comment=b"still")
    contents = contents_of(saved.getvalue())
    assert (contents.duration, [block.text for block in contents.blocks]) == (None, ["still"])


def test_what_is_no_block_ends_the_walk(contents_of):
    block, end = contents_of(SCREEN + comment(b"kept") + b"?!").blocks
    assert (block.text, end.problem) == ("kept", "no block begins at byte 21")


def test_a_walk_takes_no_more_reads_than_granted():
    content = SCREEN + b"\x21\xf0" + b"\x01x" * 200
    span = Span(io.BytesIO(content), 0, len(content), Reads(left=100))
    with pytest.raises(MalformedError, match="it takes more than 2,000,000 reads"):
        list(gif.walk(span))
    assert span.reads.left == 0
