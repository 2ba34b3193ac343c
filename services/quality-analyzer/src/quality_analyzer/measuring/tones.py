"""Tones: how light a picture is, how far they reach, and what was lost at either end."""

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from alice_decoding.picture import Pixels
from quality_analyzer.measuring.planes import luma

# Shares are the same on every nth pixel.
SAMPLED_PIXELS = 1_500_000
# Steps of 255 at the end of the scale, and those before it in four groups: single steps stay
# empty when a picture of 8 bits is lightened.
END, RUN_UP, GROUPS = 3, 24, 4
# How much more than one such group may lie at the end.
OUTWEIGHS = 60
REACH = (0.01, 0.99)  # the lightness that so many pixels do not exceed


@dataclass(frozen=True)
class Tones:
    """All from 0 to 1: mean luma, reach of the luma, and shares of the pixels."""

    exposure: float
    contrast: float
    clipped_shadows: float
    clipped_highlights: float


def tones(pixels: Pixels) -> Tones:
    """Measure RGB pixels, height x width x 3."""
    step = math.ceil(math.sqrt(pixels.shape[0] * pixels.shape[1] / SAMPLED_PIXELS))
    sample = np.ascontiguousarray(pixels[::step, ::step])
    light = cv2.convertScaleAbs(luma(sample))
    low, high = np.interp(REACH, np.cumsum(_histogram(light)), np.arange(256))
    red, green, blue = cv2.split(sample)
    lightest = cv2.max(cv2.max(red, green), blue)
    darkest = cv2.min(cv2.min(red, green), blue)
    return Tones(
        exposure=float(light.mean()) / 255,
        contrast=float(high - low) / 255,
        clipped_shadows=_cut_off(_histogram(lightest)),
        clipped_highlights=_cut_off(_histogram(darkest)[::-1]),
    )


def _histogram(plane: NDArray[Any]) -> NDArray[np.float64]:
    """The share of pixels at each of 256 steps."""
    return np.bincount(plane.reshape(-1), minlength=256) / plane.size


def _cut_off(shares: NDArray[np.float64]) -> float:
    """The share at the beginning of a histogram, as far as others lead up to it.

    A white or black ground stands apart: it was meant. Before burnt skies and drowned shadows
    lie pixels of every tone.
    """
    leading_up = shares[END : END + RUN_UP].reshape(GROUPS, -1).sum(axis=1)
    return min(float(shares[:END].sum()), OUTWEIGHS * float(leading_up.min()))
