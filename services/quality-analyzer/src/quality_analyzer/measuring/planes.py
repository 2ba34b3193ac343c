"""The pixels that are measured: what is seen of a picture, and its luma at native size."""

from collections.abc import Iterator
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from alice_decoding.picture import OPAQUE, Pixels

Luma: TypeAlias = NDArray[np.float32]
"""Height x width, 0 to 255."""

# ITU-R BT.709 to four digits, as the reference implementation of BRISQUE has them.
WEIGHTS = np.array([[0.2125, 0.7154, 0.0721]], np.float32)
GREY = 128
# Nobody sees through it, though steganography may write there.
NEARLY_OPAQUE = 250

# 4K of any kind is measured whole; of what is larger, nine windows that lie evenly over it.
WHOLE_PIXELS = 9_000_000
WINDOWS_A_SIDE = 3
WINDOW_EDGE = 960
# Windows begin where JPEG's blocks do.
GRID = 8
# Rows of a strip: few enough to stay in the cache while they are worked on.
STRIP = 64


def visible(pixels: Pixels) -> Pixels:
    """Height x width x 3; what is transparent is laid on mid grey, which no measure counts."""
    if pixels.shape[2] == 3:
        return pixels
    alpha = pixels[..., 3]
    if alpha.min() >= NEARLY_OPAQUE:
        return np.ascontiguousarray(pixels[..., :3])
    laid = np.empty((*pixels.shape[:2], 3), np.uint8)
    for rows in strips(len(pixels)):
        share = pixels[rows, :, 3:].astype(np.float32) / OPAQUE
        laid[rows] = np.rint(GREY + (pixels[rows, :, :3] - np.float32(GREY)) * share)
    return laid


def windows(pixels: Pixels) -> Iterator[Luma]:
    """The whole luma of a picture, or of one with too many pixels nine windows of it."""
    height, width = pixels.shape[:2]
    if height * width <= WHOLE_PIXELS:
        yield luma(pixels)
        return
    for top in _begins(height):
        for left in _begins(width):
            yield luma(pixels[top : top + WINDOW_EDGE, left : left + WINDOW_EDGE])


def luma(pixels: Pixels) -> Luma:
    """The luma of RGB pixels, not rounded."""
    plane = np.empty(pixels.shape[:2], np.float32)
    for rows in strips(len(pixels)):
        cv2.transform(pixels[rows].astype(np.float32), WEIGHTS, dst=plane[rows])
    return plane


def strips(height: int) -> Iterator[slice]:
    """Rows, a strip at a time."""
    for top in range(0, height, STRIP):
        yield slice(top, min(top + STRIP, height))


def _begins(length: int) -> list[int]:
    last = max(0, length - WINDOW_EDGE)
    return sorted({int(begin) // GRID * GRID for begin in np.linspace(0, last, WINDOWS_A_SIDE)})
