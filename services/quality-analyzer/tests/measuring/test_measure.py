"""Each measure answers to what it is there for, and to little else."""

import cv2
import numpy as np
import pytest

from quality_analyzer.measuring.blockiness import blockiness
from quality_analyzer.measuring.detail import detail
from quality_analyzer.measuring.measure import measure
from quality_analyzer.measuring.planes import luma, visible
from quality_analyzer.measuring.tones import tones

SERIES = {
    "blurred": ("sharpness", (0, 0.7, 1, 2, 4), False),
    "noisy": ("noise", (0, 5, 10, 20, 40), True),
    "compressed": ("blockiness", (0, 40, 60, 80, 90), True),
    "lightened": ("exposure", (0, 0.2, 0.4, 0.6), True),
    "dulled": ("contrast", (0, 0.3, 0.6, 0.9), False),
    "darkened": ("exposure", (0, 1, 2, 3), False),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("damage", SERIES)
def test_a_measure_follows_its_damage(make_picture, damages, damage: str, seed: int):
    measured, strengths, rises = SERIES[damage]
    picture = make_picture(seed)
    values = [
        getattr(measure(damages[damage](picture, strength)), measured) for strength in strengths
    ]
    steps = np.diff(values) if rises else -np.diff(values)
    assert (steps > 0).all()


def test_a_background_out_of_focus_costs_no_sharpness(make_picture, damages):
    picture = make_picture(1)
    bokeh = damages["blurred"](picture, 6)
    bokeh[100:260, 150:350] = picture[100:260, 150:350]
    whole, partly = (detail([luma(pixels)]).sharpness for pixels in (picture, bokeh))
    assert partly > 0.9 * whole
    assert detail([luma(damages["blurred"](picture, 6))]).sharpness < 0.4 * whole


def test_contrast_and_noise_are_no_sharpness(make_picture, damages):
    blurred = damages["blurred"](make_picture(1), 2)
    plain = detail([luma(blurred)]).sharpness
    stronger = cv2.convertScaleAbs(blurred, alpha=1.6, beta=-60)
    assert detail([luma(stronger)]).sharpness == pytest.approx(plain, abs=0.08)
    assert detail([luma(damages["noisy"](blurred, 2))]).sharpness < 0.37


@pytest.mark.parametrize("deviation", [3, 12, 25])
def test_noise_is_its_standard_deviation(deviation: int):
    grey = np.full((256, 256, 3), 128, np.uint8)
    noise = np.random.default_rng(1).normal(0, deviation, (256, 256, 1))
    pixels = (grey + noise).round().clip(0, 255).astype(np.uint8)
    assert detail([luma(pixels)]).noise * 255 == pytest.approx(deviation, rel=0.12)


@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 5), (7, 1)])
def test_the_grid_of_blocks_may_lie_anywhere(make_picture, damages, top: int, left: int):
    blocky = damages["compressed"](make_picture(2), 85)[top:, left:]
    assert blockiness([luma(blocky)]) > 0.3 > 0.1 > blockiness([luma(make_picture(2))])


def test_a_strong_edge_is_no_grid():
    pixels = np.random.default_rng(1).normal(60, 3, (256, 512, 3)).round().astype(np.uint8)
    pixels[:, 256:] += 130
    assert blockiness([luma(pixels)]) < 0.15


def test_a_ground_of_white_or_black_is_not_cut_off(make_picture):
    for value in (0, 255):
        drawing = np.full((300, 400, 3), value, np.uint8)
        cv2.circle(drawing, (200, 150), 90, (200, 60, 40), -1, cv2.LINE_AA)
        found = tones(drawing)
        assert max(found.clipped_highlights, found.clipped_shadows) < 0.02


@pytest.mark.parametrize("share", [0.05, 0.25, 0.45])
def test_what_was_cut_off_is_counted(share: float):
    """A sky that grows lighter until it is all white, and a room that does so until it is black."""
    ramp = np.linspace(0, 255 / (1 - share), 1000).clip(0, 255).astype(np.uint8)
    sky = np.repeat(np.broadcast_to(ramp, (200, 1000))[..., None], 3, axis=2)
    assert tones(sky).clipped_highlights == pytest.approx(share, abs=0.02)
    assert tones(255 - sky).clipped_shadows == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(("missing", "cut_off"), [(20, True), (range(21, 27), False), (27, True)])
def test_the_end_of_the_scale_is_three_steps_before_four_groups_of_six(missing, cut_off: bool):
    values = np.delete(np.repeat(np.arange(256, dtype=np.uint8)[None], 70, axis=0), missing, axis=1)
    picture = np.repeat(values[..., None], 3, axis=2)
    expected = 3 / values.shape[1] if cut_off else 0
    assert tones(picture).clipped_shadows == pytest.approx(expected)
    assert tones(255 - picture).clipped_highlights == pytest.approx(expected)


def test_tones_are_those_of_all_pixels():
    pixels = np.random.default_rng(4).integers(0, 256, (150, 70, 3), np.uint8)
    light = luma(pixels).round()
    low, high = np.quantile(light, (0.01, 0.99))
    found = tones(pixels)
    assert found.exposure == pytest.approx(light.mean() / 255)
    assert found.contrast == pytest.approx((high - low) / 255, abs=1 / 255)


def test_what_is_transparent_does_not_count():
    pixels = np.zeros((128, 128, 4), np.uint8)
    pixels[..., 3] = np.where(np.arange(128) < 64, 0, 255)
    pixels[:, 64:, :3] = 200
    seen = visible(pixels)
    assert seen.shape == (128, 128, 3)
    assert (seen[:, :64] == 128).all()
    assert (seen[:, 64:] == 200).all()
    hidden = pixels.copy()
    hidden[:, :64, :3] = np.random.default_rng(1).integers(0, 255, (128, 64, 3))
    assert measure(hidden) == measure(pixels)


def test_a_message_in_the_alpha_channel_is_not_seen(make_picture):
    picture = make_picture(1, (128, 128))
    alpha = np.random.default_rng(1).integers(254, 256, (128, 128, 1), np.uint8)
    assert measure(np.concatenate([picture, alpha], axis=2)) == measure(picture)


@pytest.mark.parametrize("size", [(64, 64), (65, 97), (2000, 64), (64, 2000)])
def test_every_size_from_the_smallest_on_is_measured(make_picture, size):
    measures = measure(make_picture(1, size))
    assert None not in measures.model_dump().values()


def test_a_large_picture_is_measured_in_windows(monkeypatch):
    """What it costs does not follow its pixels: nine windows, and tones of a sample."""
    seen = []
    plain = cv2.sepFilter2D
    monkeypatch.setattr(
        cv2, "sepFilter2D", lambda plane, *a, **k: seen.append(plane.size) or plain(plane, *a, **k)
    )
    for edge in (4000, 6000):
        seen.clear()
        measure(np.zeros((edge, edge, 3), np.uint8))
        assert sum(seen) < 25_000_000
