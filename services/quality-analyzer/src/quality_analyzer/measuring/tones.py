"""Tones: how light a picture is, how far they reach, and what was lost at either end."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from alice_decoding.picture import Pixels
from quality_analyzer.measuring.planes import luma, strips

# Shares are the same on every nth pixel.
SAMPLED_PIXELS = 1_500_000
# Steps of 255 at the end of the scale, and those before it in four groups: single steps stay
# empty when a picture of 8 bits is lightened.
END, RUN_UP, GROUPS = 3, 24, 4
# How much more than one such group may lie at the end.
OUTWEIGHS = 60
REACH = (0.01, 0.99)  # the lightness that so many pixels do not exceed
STEPS = np.arange(256)


@dataclass(frozen=True)
class Tones:
    """All from 0 to 1: mean luma, reach of the luma, and shares of the pixels."""

    exposure: float
    contrast: float
    clipped_shadows: float
    clipped_highlights: float


def tones(pixels: Pixels) -> Tones:
    """Measure RGB pixels, height x width x 3."""
    light, lightest, darkest = _histograms(pixels)
    low, high = np.interp(REACH, np.cumsum(light), STEPS)
    return Tones(
        exposure=float(light @ STEPS) / 255,
        contrast=float(high - low) / 255,
        clipped_shadows=_cut_off(lightest),
        clipped_highlights=_cut_off(darkest[::-1]),
    )


def _histograms(pixels: Pixels) -> NDArray[np.float64]:
    """3 x 256 shares of the pixels: at each luma, greatest colour and least colour."""
    step = math.ceil(math.sqrt(pixels.shape[0] * pixels.shape[1] / SAMPLED_PIXELS))
    sample = pixels[::step, ::step]
    counts = np.zeros((3, len(STEPS)))
    for rows in strips(len(sample)):
        for row, plane in enumerate(_planes(np.ascontiguousarray(sample[rows]))):
            counts[row] += cv2.calcHist([plane], [0], None, [256], [0, 256])
    shares: NDArray[np.float64] = counts / (sample.shape[0] * sample.shape[1])
    return shares


def _planes(pixels: Pixels) -> Iterator[MatLike]:
    """The luma of each pixel, and the greatest and the least of its colours."""
    yield cv2.convertScaleAbs(luma(pixels))
    red, green, blue = cv2.split(pixels)
    yield cv2.max(cv2.max(red, green), blue)
    yield cv2.min(cv2.min(red, green), blue)


def _cut_off(shares: NDArray[np.float64]) -> float:
    """The share at the beginning of a histogram, as far as others lead up to it.

    A white or black ground stands apart: it was meant. Before burnt skies and drowned shadows
    lie pixels of every tone.
    """
    leading_up = shares[END : END + RUN_UP].reshape(GROUPS, -1).sum(axis=1)
    return min(float(shares[:END].sum()), OUTWEIGHS * float(leading_up.min()))
