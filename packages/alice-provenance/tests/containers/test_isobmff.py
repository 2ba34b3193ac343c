"""MP4 and MOV: size, duration, tags of every style, C2PA and XMP."""

import struct

import pytest

from alice_provenance.collecting import collect
from alice_samples import videos

C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
PACKET = b'<x xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>x</d:title></x>'
FTYP = struct.pack(">I", 16) + b"ftypisom" + bytes(4)
HDLR = b"\0\0\0\0\0\0\0\0mdta" + bytes(13)
UTF8, UTF16, IMPLICIT, NUMBER = 1, 2, 0, 21


def box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full(kind: bytes, *bodies: bytes) -> bytes:
    return box(kind, bytes(4), *bodies)


def data(value: bytes, kind: int = UTF8) -> bytes:
    return box(b"data", struct.pack(">II", kind, 0), value)


def keys(*names: bytes) -> bytes:
    return full(b"keys", struct.pack(">I", len(names)), *(box(b"mdta", name) for name in names))


def numbered(number: int, *values: bytes) -> bytes:
    return box(struct.pack(">I", number), *values)


def tags(contents):
    return {block.key: block.text for block in contents.blocks}


def test_what_an_encoder_writes(contents_of):
    contents = contents_of(videos.mp4(1, (64, 48), frames=12, comment="a cat"))
    assert tags(contents)["©cmt"] == "a cat"
    assert (contents.media_type.mime, contents.width, contents.height) == ("video/mp4", 64, 48)
    assert contents.duration == 0.5


def test_a_quicktime_film_by_an_encoder(contents_of):
    contents = contents_of(videos.mov(1, (64, 48), frames=12))
    assert (contents.media_type.mime, contents.width, contents.height) == (
        *("video/quicktime", 64, 48),
    )
    assert contents.duration == 0.5


@pytest.mark.parametrize("kind", [full, box], ids=["as MP4", "as QuickTime"])
def test_tags_by_keys(contents_of, kind):
    items = box(b"ilst", numbered(1, data(b'{"1": {}}')), numbered(2, data(b"{}")))
    meta = kind(b"meta", box(b"hdlr", HDLR), keys(b"prompt", b"workflow"), items)
    contents = contents_of(FTYP + box(b"moov", box(b"udta", meta)))
    assert tags(contents) == {"prompt": '{"1": {}}', "workflow": "{}"}
    assert contents.blocks[0].place == "moov/udta/meta/ilst prompt"
    assert tags(contents_of(FTYP + box(b"moov", meta))) == tags(contents)


def test_tags_of_itunes_and_free_ones(contents_of):
    free = box(b"----", full(b"mean", b"com.apple"), full(b"name", b"workflow"), data("é".encode()))
    wide = box(b"\xa9cmt", data("写真".encode("utf-16-be"), UTF16))
    cover = box(b"covr", data(b"\xff\xd8\xff\xe0", 13))
    implicit = box(b"desc", data(b"said", IMPLICIT)) + box(b"trkn", data(b"\0\1\0\2", IMPLICIT))
    number = box(b"tmpo", data(b"\0\1", NUMBER))
    items = box(b"ilst", free, wide, cover, implicit, number)
    meta = full(b"meta", box(b"hdlr", HDLR), items)
    contents = contents_of(FTYP + box(b"moov", box(b"udta", meta)))
    assert tags(contents) == {"workflow": "é", "©cmt": "写真", "desc": "said"}


def test_user_data_of_quicktime_and_xmp(contents_of):
    text = box(b"\xa9too", struct.pack(">HH", 4, 0x55C4), b"Lavf")
    content = FTYP + box(b"moov", box(b"udta", text, box(b"XMP_", PACKET), bytes(4)))
    contents = contents_of(content)
    assert contents.blocks[0].place == "moov/udta ©too"
    assert tags(contents)["©too"] == "Lavf"
    assert tags(contents)["dc:title"] == "x"


def test_boxes_of_c2pa_and_xmp(contents_of):
    manifest = C2PA + bytes(4) + b"manifest\0" + bytes(8) + b"\0\0\0\x09jumb!"
    merkle = C2PA + bytes(4) + b"merkle\0" + b"hashes"
    content = FTYP + box(b"uuid", manifest) + box(b"uuid", merkle) + box(b"uuid", XMP + PACKET)
    blocks = contents_of(content).blocks
    assert [(block.place, block.data) for block in blocks] == [
        ("BMFF uuid (C2PA)", b"\0\0\0\x09jumb!"),
        ("BMFF uuid XMP", PACKET),
        ("BMFF uuid XMP dc:title", b"x"),
    ]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (bytes(12) + struct.pack(">II", 600, 900), 1.5),
        (b"\1" + bytes(19) + struct.pack(">IQ", 600, 900), 1.5),
        (bytes(12) + struct.pack(">II", 600, 2**32 - 1), None),
        (bytes(12) + struct.pack(">II", 0, 900), None),
    ],
    ids=["32 bits", "64 bits", "not known", "no scale"],
)
def test_durations(contents_of, header, seconds):
    assert contents_of(FTYP + box(b"moov", box(b"mvhd", header))).duration == seconds


def test_media_of_a_hundred_megabytes_are_not_read(counting_file):
    media = struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 16 + 100_000_000)
    meta = full(b"meta", keys(b"prompt"), box(b"ilst", numbered(1, data(b"{}"))))
    content = FTYP + media + bytes(100_000_000) + box(b"moov", box(b"udta", meta))
    file = counting_file(content)
    assert tags(collect(file, len(content))) == {"prompt": "{}"}
    assert file.bytes_read < 8192


def test_boxes_that_lie(contents_of):
    small = contents_of(FTYP + struct.pack(">I", 4) + b"moov").blocks
    assert [block.problem for block in small] == ["a box of 4 bytes at byte 16"]
    long = contents_of(FTYP + struct.pack(">I", 1000) + b"mdat" + bytes(92)).blocks
    assert [block.problem for block in long] == ["900 bytes are missing at its end"]


def test_keys_are_limited(contents_of):
    meta = full(b"meta", keys(*[b""] * 2001), box(b"ilst"))
    (end,) = contents_of(FTYP + box(b"moov", meta)).blocks
    assert end.problem == "it lists more than 2,000 items"


def test_a_tag_that_lies_is_cut(contents_of):
    lying = struct.pack(">I", 8 + 8 + 100) + b"data" + struct.pack(">II", UTF8, 0) + b"short"
    items = box(b"ilst", numbered(1, lying))
    content = FTYP + box(b"moov", box(b"udta", full(b"meta", keys(b"prompt"), items)))
    (block,) = contents_of(content).blocks
    assert (block.text, block.problem) == ("short", "95 of its 100 bytes are missing")
