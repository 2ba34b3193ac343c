"""Broken and malicious files are refused, each with its reason."""

import json
import zlib
from pathlib import Path

import pytest

from alice_contracts.media import RejectReason
from alice_decoding.source import Changed, Source
from alice_decoding.undecodable import Undecodable
from alice_samples import hostile, stills, videos
from alice_samples.png_chunks import chunk, png_file

SIZE = (160, 120)
FILES = {
    "png": stills.png(1, SIZE),
    "jpeg": stills.jpeg(1, SIZE),
    "webp": stills.webp(1, SIZE),
    "animated webp": stills.animated_webp(1, SIZE),
    "gif": stills.gif(1, SIZE),
    "avif": stills.avif(1, SIZE),
    "heic": stills.heic(1, SIZE),
    "mp4": videos.mp4(1, SIZE, frames=6),
    "mov": videos.mov(1, SIZE, frames=6),
    "webm": videos.webm(1, SIZE, frames=6),
}


def refused(read_bytes, content: bytes, **limits: int) -> RejectReason:
    with pytest.raises(Undecodable) as refusal:
        read_bytes(content, **limits)
    assert refusal.value.detail.endswith(".")
    return refusal.value.reason


@pytest.mark.parametrize("name", FILES)
def test_truncated(read_bytes, name: str):
    assert refused(read_bytes, hostile.truncated(FILES[name])) is RejectReason.TRUNCATED


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_half_written(read_bytes, name: str, share: float):
    reason = refused(read_bytes, hostile.half_written(FILES[name], share))
    assert reason in {RejectReason.TRUNCATED, RejectReason.CORRUPT}


@pytest.mark.parametrize("name", ["png", "gif"])
def test_without_its_last_bytes(read_bytes, name: str):
    assert refused(read_bytes, FILES[name][:-4]) is RejectReason.TRUNCATED


def test_a_flipped_bit_in_a_png_is_corruption(read_bytes):
    content = bytearray(FILES["png"])
    content[len(content) // 2] ^= 1
    assert refused(read_bytes, bytes(content)) is RejectReason.CORRUPT


def test_empty(read_bytes):
    assert refused(read_bytes, hostile.EMPTY) is RejectReason.EMPTY


def test_garbage(read_bytes):
    assert refused(read_bytes, hostile.garbage(1)) is RejectReason.UNKNOWN_TYPE


def test_the_pixels_of_a_huge_picture_are_never_decoded(read_bytes):
    # Without its picture data a decode would find it corrupt; the header alone decides.
    header = png_file(10_000, 10_000, b"")
    assert refused(read_bytes, header) is RejectReason.TOO_MANY_PIXELS
    assert refused(read_bytes, hostile.huge_png()) is RejectReason.TOO_MANY_PIXELS


@pytest.mark.parametrize("name", FILES)
def test_every_format_has_its_pixels_counted(read_bytes, name: str):
    assert refused(read_bytes, FILES[name], pixels=1000) is RejectReason.TOO_MANY_PIXELS


@pytest.mark.parametrize("name", ["animated webp", "gif"])
def test_too_many_frames(read_bytes, name: str):
    assert refused(read_bytes, FILES[name], frames=3) is RejectReason.TOO_MANY_FRAMES


def test_too_large(read_bytes):
    assert refused(read_bytes, FILES["png"], image_bytes=100) is RejectReason.TOO_LARGE
    assert refused(read_bytes, FILES["mp4"], video_bytes=100) is RejectReason.TOO_LARGE


@pytest.mark.parametrize("make", [hostile.idat_bomb, hostile.ztxt_bomb, hostile.iccp_bomb])
def test_inflation_bombs(read_bytes, make):
    assert refused(read_bytes, make()) is RejectReason.BOMB


def test_a_bomb_below_the_byte_limit_is_told_by_its_ratio(read_bytes):
    small_bomb = hostile.ztxt_bomb(2**20)
    assert refused(read_bytes, small_bomb) is RejectReason.BOMB
    assert read_bytes(small_bomb, inflation_ratio=2000).picture.width == 1


def test_a_compressed_international_text_may_not_explode(read_bytes):
    body = b"prompt\0\1\0en\0prompt\0" + zlib.compress(bytes(64 * 2**20), 9)
    row = zlib.compress(bytes(4))
    bomb = png_file(1, 1, row, [chunk(b"iTXt", body)])
    assert refused(read_bytes, bomb) is RejectReason.BOMB


def test_texts_count_together(read_bytes):
    text = chunk(b"tEXt", b"workflow\0" + b"x" * 600)
    content = png_file(1, 1, zlib.compress(bytes(4)), [text, text])
    assert read_bytes(content).picture.width == 1
    assert refused(read_bytes, content, text_bytes=1000) is RejectReason.BOMB


def test_large_workflows_are_taken(read_bytes):
    workflow = json.dumps([{"id": node, "type": "KSampler"} for node in range(100_000)])
    text = chunk(b"zTXt", b"workflow\0\0" + zlib.compress(workflow.encode()))
    assert read_bytes(png_file(1, 1, zlib.compress(bytes(4)), [text])).picture.width == 1


def test_a_vanished_file(write_source, read_source):
    source = write_source(FILES["png"])
    source.path.unlink()
    with pytest.raises(Undecodable) as refusal:
        read_source(source)
    assert refusal.value.reason is RejectReason.VANISHED


def test_a_directory_is_unreadable(tmp_path: Path, read_source):
    with pytest.raises(Undecodable) as refusal:
        read_source(Source.of(tmp_path))
    assert refusal.value.reason is RejectReason.UNREADABLE


def test_a_changed_file_is_not_judged(write_source, read_source):
    source = write_source(FILES["png"])
    source.path.write_bytes(FILES["jpeg"])
    with pytest.raises(Changed, match="scan it again"):
        read_source(source)


def test_a_change_during_the_reading_outdoes_the_verdict(write_source):
    source = write_source(FILES["png"])
    reason = Undecodable(RejectReason.CORRUPT, "read while it was written")
    with pytest.raises(Changed), source.open():  # noqa: PT012 - the change must happen inside
        source.path.write_bytes(b"longer than before" * 10_000)
        raise reason
