"""Hostile files are small on disk and as broken as they claim."""

import io
import zlib

import pytest
from PIL import Image

from alice_samples import hostile, stills


def test_the_huge_png_is_tiny_and_has_100_megapixels():
    content = hostile.huge_png()
    assert len(content) < 400_000
    assert content[16:24] == (10_000).to_bytes(4, "big") * 2


def test_a_huge_png_is_valid():
    with Image.open(io.BytesIO(hostile.huge_png(100, 50))) as image:
        assert image.getextrema() == ((0, 0),) * 3


@pytest.mark.parametrize("make", [hostile.idat_bomb, hostile.ztxt_bomb, hostile.iccp_bomb])
def test_a_bomb_inflates_a_thousandfold(make):
    content = make(16 * 2**20)
    assert len(content) < 20_000
    start = content.index(b"\x78\xda")
    assert len(zlib.decompressobj().decompress(content[start:])) >= 3
    assert 16 * 2**20 in {
        len(zlib.decompressobj().decompress(content[at:]))
        for at in range(len(content))
        if content.startswith(b"\x78\xda", at)
    }


def test_half_written_files_keep_their_length():
    content = stills.png(1, (64, 64))
    half = hostile.half_written(content)
    assert len(half) == len(content) > len(hostile.truncated(content))
    assert half.endswith(bytes(100))
