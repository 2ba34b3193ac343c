"""BRISQUE gives what the reference implementation gives."""

import hashlib
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from quality_analyzer.measuring import planes
from quality_analyzer.measuring.brisque import brisque
from quality_analyzer.measuring.planes import luma, windows

REFERENCE = json.loads(Path(__file__).with_name("brisque_reference.json").read_text())["scores"]
TOLERANCE = 0.5


@pytest.mark.parametrize("name", REFERENCE)
def test_the_score_is_that_of_the_reference(reference_pictures, name: str):
    pixels = reference_pictures[name]
    digest = hashlib.sha256(np.ascontiguousarray(pixels).data).hexdigest()[:16]
    assert digest == REFERENCE[name]["pixels"], "another picture: take its reference score anew"
    tolerance = REFERENCE[name].get("tolerance", TOLERANCE)
    assert brisque(windows(pixels)) == pytest.approx(REFERENCE[name]["score"], abs=tolerance)


def test_every_picture_has_a_reference(reference_pictures):
    assert set(reference_pictures) == set(REFERENCE)


@pytest.mark.parametrize("value", [0, 77, 255])
def test_one_plain_colour_has_no_score(value: int):
    assert brisque([np.full((96, 96), value, np.float32)]) is None


def test_where_the_strips_are_cut_does_not_matter(make_picture, monkeypatch):
    plane = luma(make_picture(1, (128, 300)))
    whole = brisque([plane])
    for strip in (7, 64, 1000):
        monkeypatch.setattr(planes, "STRIP", strip)
        assert brisque([plane]) == pytest.approx(whole, abs=0.01)


def test_flat_areas_do_not_hang_on_rounding(make_picture):
    """Their coefficients are nothing: adding as little as rounding does changes little."""
    pixels = make_picture(1, (256, 256))
    pixels[:128] = (200, 90, 33)
    plane = luma(pixels)
    for lighter in (0.9999, 1.0001):
        assert brisque([plane * np.float32(lighter)]) == pytest.approx(brisque([plane]), abs=0.2)


def test_windows_of_a_large_picture_tell_nearly_what_the_whole_does(make_picture, monkeypatch):
    pixels = make_picture(2, (1600, 1200))
    whole = brisque(windows(pixels))
    monkeypatch.setattr(planes, "WHOLE_PIXELS", 10**6)
    monkeypatch.setattr(planes, "WINDOW_EDGE", 320)
    assert sum(window.size for window in windows(pixels)) == 9 * 320**2
    assert brisque(windows(pixels)) == pytest.approx(whole, abs=5)


def test_windows_lie_inside_and_on_the_grid_of_blocks(monkeypatch):
    seen = []
    monkeypatch.setattr(planes, "luma", lambda pixels: seen.append(pixels[0, 0]) or pixels[..., 0])
    monkeypatch.setattr(planes, "WHOLE_PIXELS", 10_000)
    monkeypatch.setattr(planes, "WINDOW_EDGE", 96)
    for width, height in [(500, 300), (2000, 50)]:
        places = np.dstack(np.meshgrid(np.arange(width), np.arange(height))).astype(np.int32)
        for window in windows(places):
            assert window.shape == (min(96, height), 96)
    assert all((place % 8 == 0).all() for place in seen)
    assert len(seen) == 9 + 3


def test_half_size_is_that_of_the_reference():
    """Bicubic without smoothing, as OpenCV does it; another kernel gives other scores."""
    plane = np.arange(64, dtype=np.float32).reshape(8, 8) ** 2
    half = cv2.resize(plane, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_CUBIC)
    weights = np.array([-3, 19, 19, -3]) / 32
    assert half[1, 1] == pytest.approx(weights @ plane[1:5, 1:5] @ weights, rel=1e-5)
