"""Tones: how light a picture is, how far they reach, and what was lost at either end."""

import math
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
BOUNDS = range(END, END + RUN_UP + 1, RUN_UP // GROUPS)
# How much more than one such group may lie at the end.
OUTWEIGHS = 60
REACH = (0.01, 0.99)  # the lightness that so many pixels do not exceed
STEPS = np.arange(256)

Shares = NDArray[np.float64]


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
    light, shadows, highlights = _shares(pixels[::step, ::step])
    low, high = np.interp(REACH, np.cumsum(light), STEPS)
    return Tones(
        exposure=float(light @ STEPS) / 255,
        contrast=float(high - low) / 255,
        clipped_shadows=_cut_off(shadows),
        clipped_highlights=_cut_off(highlights),
    )


def _shares(pixels: Pixels) -> tuple[Shares, Shares, Shares]:
    """Of the pixels: those at each luma, and those up to each bound from black and from white."""
    light, shadows, highlights = np.zeros(len(STEPS)), np.zeros(len(BOUNDS)), np.zeros(len(BOUNDS))
    for rows in strips(len(pixels)):
        strip = np.ascontiguousarray(pixels[rows])
        red, green, blue = cv2.split(strip)
        light += cv2.calcHist([cv2.convertScaleAbs(luma(strip))], [0], None, [256], [0, 256])
        shadows += _bounded(cv2.max(cv2.max(red, green), blue))
        highlights += _bounded(cv2.bitwise_not(cv2.min(cv2.min(red, green), blue)))
    total = pixels.shape[0] * pixels.shape[1]
    return light / total, shadows / total, highlights / total


def _bounded(distances: MatLike) -> list[int]:
    """How many lie below each bound; cheaper than a histogram, most of which nobody needs."""
    below = (cv2.threshold(distances, bound - 1, 1, cv2.THRESH_BINARY_INV)[1] for bound in BOUNDS)
    return [cv2.countNonZero(plane) for plane in below]


def _cut_off(shares: Shares) -> float:
    """The share at the end of the scale, as far as others lead up to it.

    A white or black ground stands apart: it was meant. Before burnt skies and drowned shadows
    lie pixels of every tone.
    """
    return min(float(shares[0]), OUTWEIGHS * float(np.diff(shares).min()))
