"""PNG: texts of every kind and place, EXIF, C2PA, the trailer, and large pictures."""

import struct
import zlib

import pytest

from alice_provenance import limits
from alice_provenance.collecting import collect
from alice_samples import hostile, stills
from alice_samples.exif import user_comment_exif
from alice_samples.png_chunks import SIGNATURE, chunk, png_file, text_chunk

ROWS = zlib.compress(b"\0" + bytes(3))
END = chunk(b"IEND", b"")
HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 640, 480, 8, 2, 0, 0, 0))


def itxt(keyword: bytes, text: bytes, *, compressed: bool = False) -> bytes:
    body = zlib.compress(text) if compressed else text
    return chunk(b"iTXt", keyword + b"\0" + bytes([compressed, 0]) + b"en\0Titel\0" + body)


def ztxt(keyword: bytes, text: bytes) -> bytes:
    return chunk(b"zTXt", keyword + b"\0\0" + zlib.compress(text))


def texts(contents):
    return {block.place: block.text for block in contents.blocks}


def test_each_kind_of_text_before_the_picture(contents_of):
    latin, utf8 = "Müller".encode("latin-1"), "danh võ".encode()
    chunks = [
        chunk(b"tEXt", b"Author\0" + latin),
        chunk(b"tEXt", b"Description\0" + utf8),
        ztxt(b"parameters", b"a cat"),
        itxt(b"Title", "テスト".encode()),
        itxt(b"Comment", "写真".encode(), compressed=True),
    ]
    contents = contents_of(png_file(1, 1, ROWS, chunks))
    assert texts(contents) == {
        "PNG tEXt Author": "Müller",
        "PNG tEXt Description": "danh võ",
        "PNG zTXt parameters": "a cat",
        "PNG iTXt Title": "テスト",
        "PNG iTXt Comment": "写真",
    }
    assert [block.key for block in contents.blocks] == [
        *("Author", "Description", "parameters", "Title", "Comment"),
    ]
    assert not any(block.problem for block in contents.blocks)


def test_texts_behind_the_picture_and_bytes_behind_its_end(contents_of):
    picture = [chunk(b"IDAT", part) for part in (b"12345", b"67890", b"!")]
    late = text_chunk("parameters", "late")
    contents = contents_of(SIGNATURE + HEADER + b"".join(picture) + late + END + b"PEg_Info")
    assert texts(contents) == {"PNG tEXt parameters": "late", "PNG trailer": None}
    assert contents.blocks[1].data == b"PEg_Info"
    assert (contents.width, contents.height) == (640, 480)


def test_comfyui_keeps_the_graph_of_an_animation_in_a_chunk_of_its_own(contents_of):
    content = SIGNATURE + HEADER + chunk(b"IDAT", ROWS) + chunk(b"comf", b"prompt\0{}") + END
    (block,) = contents_of(content).blocks
    assert (block.place, block.key, block.text) == ("PNG comf prompt", "prompt", "{}")


def test_exif_c2pa_and_xmp(contents_of):
    packet = b'<x xmlns:d="http://purl.org/dc/elements/1.1/"><d:format>a</d:format></x>'
    chunks = [
        chunk(b"eXIf", user_comment_exif("by exif").removeprefix(b"Exif\0\0")),
        chunk(b"caBX", b"\0\0\0\x08jumb"),
        chunk(b"tEXt", b"XML:com.adobe.xmp\0" + packet),
        itxt(b"XML:com.adobe.xmp", packet, compressed=True),
    ]
    blocks = contents_of(png_file(1, 1, ROWS, chunks)).blocks
    assert [(block.key, block.text) for block in blocks if block.key != "XMP"] == [
        ("UserComment", "by exif"),
        ("C2PA", None),
        ("dc:format", "a"),
        ("dc:format", "a"),
    ]
    assert [block.data for block in blocks if block.key in ("C2PA", "XMP")] == [
        *(b"\0\0\0\x08jumb", packet, packet),
    ]


def test_exif_in_digits_as_imagemagick_writes_it(contents_of):
    exif = user_comment_exif("by digits")
    profile = b"\nexif\n%8d\n%s\n" % (len(exif), exif.hex().encode())
    content = png_file(1, 1, ROWS, [ztxt(b"Raw profile type exif", profile)])
    (block,) = contents_of(content).blocks
    assert (block.place, block.text) == ("EXIF Exif.UserComment", "by digits")


def test_an_animation_lasts_as_long_as_its_frames(contents_of):
    def frame(number, numerator, denominator):
        control = struct.pack(">IIIIIHHBB", number, 1, 1, 0, 0, numerator, denominator, 0, 0)
        return chunk(b"fcTL", control)

    content = SIGNATURE + HEADER + frame(0, 1, 4) + chunk(b"IDAT", ROWS) + frame(1, 25, 0)
    assert contents_of(content + chunk(b"fdAT", bytes(9)) + END).duration == 0.5
    assert contents_of(stills.png(1, (8, 8))).duration is None


@pytest.mark.parametrize(
    ("full", "length", "last"), [(12_800, 8192, 100), (1000, 65_536, 0), (1, 50_000_000, 7)]
)
def test_of_a_picture_of_a_hundred_megabytes_little_is_read(counting_file, full, length, last):
    run = chunk(b"IDAT", bytes(length)) * full
    late = text_chunk("parameters", "found") + END
    content = SIGNATURE + HEADER + run + chunk(b"IDAT", bytes(last)) + late
    file = counting_file(content)
    contents = collect(file, len(content))
    assert texts(contents) == {"PNG tEXt parameters": "found"}
    assert file.bytes_read < 8192


def test_the_end_of_an_ordinary_picture_is_found_at_the_first_try(counting_file):
    """A remote file costs a request at the front and one at the end."""
    run = chunk(b"IDAT", bytes(65_536)) * 40 + chunk(b"IDAT", bytes(3000))
    content = SIGNATURE + HEADER + run + text_chunk("parameters", "found") + END
    file = counting_file(content)
    assert texts(collect(file, len(content))) == {"PNG tEXt parameters": "found"}
    behind = {at for at in file.positions if at > 4096}
    assert min(behind) > len(content) - 65_536


def test_unequal_chunks_of_the_picture_are_all_passed(contents_of):
    lengths = (5, 5, 5, 9, 2, 2, 5, 1)
    picture = b"".join(chunk(b"IDAT", bytes(length)) for length in lengths)
    content = SIGNATURE + HEADER + picture + text_chunk("parameters", "found") + END
    assert texts(contents_of(content)) == {"PNG tEXt parameters": "found"}


def test_a_text_that_explodes_is_kept_as_it_lay(contents_of):
    bomb = hostile.ztxt_bomb()
    (block,) = contents_of(bomb).blocks
    assert block.text is None
    assert block.data.startswith(b"\x78\xda")
    assert len(block.data) < len(bomb)
    assert block.problem == "it inflates past 8,388,608 bytes"


def test_what_no_inflater_takes_is_kept_as_it_lay(contents_of):
    (block,) = contents_of(png_file(1, 1, ROWS, [chunk(b"zTXt", b"a\0\0nonsense")])).blocks
    assert (block.data, block.text) == (b"nonsense", None)
    assert block.problem.startswith("it cannot be inflated: ")


def test_compressed_data_that_break_off_are_inflated_as_far_as_they_go(contents_of):
    half = zlib.compress(b"many words " * 100)[:-8]
    (block,) = contents_of(png_file(1, 1, ROWS, [chunk(b"zTXt", b"a\0\0" + half)])).blocks
    assert block.text.startswith("many words many")
    assert block.problem == "its compressed data break off"


def test_a_text_that_lies_about_its_length(contents_of):
    lying = struct.pack(">I4s", 1000, b"tEXt") + b"parameters\0cut sh"
    block, end = contents_of(SIGNATURE + HEADER + lying).blocks
    assert (block.text, block.problem) == ("cut sh", "983 of its 1,000 bytes are missing")
    assert (end.place, end.data) == ("PNG", b"")
    assert end.problem.startswith("it breaks off at byte ")


def test_a_text_beyond_the_limit_is_cut(contents_of, monkeypatch):
    monkeypatch.setattr(limits, "BLOCK_BYTES", 15)
    (block,) = contents_of(png_file(1, 1, ROWS, [text_chunk("parameters", "so long")])).blocks
    assert (block.text, block.problem) == ("so l", "it is cut at 15 of 18 bytes")


def test_many_and_large_texts_end_the_walk(contents_of, monkeypatch):
    content = png_file(1, 1, ROWS, [text_chunk("a", "text")] * 20)
    with monkeypatch.context() as patch:
        patch.setattr(limits, "BLOCKS", 10)
        *blocks, end = contents_of(content).blocks
    assert len(blocks) == 10
    assert end.problem == "it has more than 10 blocks of metadata"


def test_what_is_no_chunk_ends_the_walk(contents_of):
    content = SIGNATURE + HEADER + bytes(40)
    contents = contents_of(content)
    assert (contents.width, contents.height) == (640, 480)
    assert contents.blocks[-1].problem == "no chunk begins at byte 33"
