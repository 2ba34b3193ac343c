"""WebM: size, duration and tags."""

import io
import struct

import av
import numpy as np
import pytest

from alice_provenance.collecting import collect
from alice_samples import videos

HEADER = bytes.fromhex("1a45dfa3") + b"\x87" + bytes.fromhex("4282") + b"\x84webm"


def element(identifier: int, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    name = identifier.to_bytes((identifier.bit_length() + 7) // 8, "big")
    return name + (len(body) | 1 << 56).to_bytes(8, "big") + body


def segment(*bodies: bytes) -> bytes:
    return HEADER + element(0x18538067, *bodies)


def tag(name: bytes, value: bytes) -> bytes:
    simple = element(0x67C8, element(0x45A3, name), element(0x4487, value))
    return element(0x1254C367, element(0x7373, element(0x63C0), simple))


def test_what_an_encoder_writes(contents_of):
    contents = contents_of(videos.webm(1, (64, 48), frames=12))
    assert (contents.media_type.mime, contents.width, contents.height) == ("video/webm", 64, 48)
    assert contents.duration == pytest.approx(0.5, abs=0.05)


def test_tags_by_an_encoder(contents_of):
    file = io.BytesIO()
    with av.open(file, "w", format="webm") as output:
        output.metadata["PROMPT"] = '{"1": {"class_type": "写真"}}'
        stream = output.add_stream("libvpx-vp9", rate=24)
        stream.width = stream.height = 16
        output.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8))))
        output.mux(stream.encode())
    texts = {block.key: block.text for block in contents_of(file.getvalue()).blocks}
    assert texts["PROMPT"] == '{"1": {"class_type": "写真"}}'


def test_tags_behind_clusters_that_are_not_read(counting_file):
    cluster = element(0x1F43B675, bytes(10_000_000))
    content = segment(*([cluster] * 10), tag(b"COMMENT", b"late\0"))
    file = counting_file(content)
    (block,) = collect(file, len(content)).blocks
    assert (block.place, block.key, block.text) == ("WebM tag COMMENT", "COMMENT", "late")
    assert file.bytes_read < 8192


@pytest.mark.parametrize(
    ("scale", "ticks", "seconds"),
    [
        (element(0x2AD7B1, b"\x01\x86\xa0"), struct.pack(">d", 15_000), 1.5),
        (b"", struct.pack(">f", 1500), 1.5),
        (element(0x2AD7B1, b"\xff" * 200), struct.pack(">d", 1), (2**64 - 1) / 1e9),
        (b"", struct.pack(">d", float("nan")), None),
        (b"", struct.pack(">d", float("inf")), None),
        (b"", b"\0\0\0", None),
    ],
)
def test_durations(contents_of, scale, ticks, seconds):
    assert contents_of(segment(element(0x1549A966, scale, element(0x4489, ticks)))).duration == (
        seconds
    )


def test_a_size_that_none_can_be_is_left(contents_of):
    def tracks(width: bytes) -> bytes:
        video = element(0xE0, element(0xB0, width), element(0xBA, b"\x10"))
        return element(0x1654AE6B, element(0xAE, video))

    assert contents_of(segment(tracks(b"\x20"))).width == 32
    assert contents_of(segment(tracks(b"\xff" * 8))).width is None


def test_a_live_recording_ends_the_walk_quietly(contents_of):
    endless = bytes.fromhex("1f43b675") + b"\x01" + b"\xff" * 7
    contents = contents_of(segment(tag(b"A", b"before"), endless, bytes(100)))
    assert [block.text for block in contents.blocks] == ["before"]


def test_a_tag_that_lies_is_cut(contents_of):
    lying = bytes.fromhex("4487") + (1000 | 1 << 56).to_bytes(8, "big") + b"short"
    simple = element(0x67C8, element(0x45A3, b"A"), lying)
    content = segment(element(0x1254C367, element(0x7373, simple)))
    (block,) = contents_of(content).blocks
    assert (block.text, block.problem) == ("short", "995 of its 1,000 bytes are missing")
