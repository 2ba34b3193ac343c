"""Decoded pixels and what a decoder learnt on the way to them."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]

OPAQUE = 255


@dataclass(frozen=True)
class Picture:
    """Height x width x 3 (RGB) or 4 (RGBA, not premultiplied), 8 bits, as displayed.

    The values are the file's own: a colour profile is kept beside them, not applied.
    """

    pixels: Pixels
    icc_profile: bytes | None = None

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def has_alpha(self) -> bool:
        return bool(self.pixels.shape[2] == 4)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one decoder read from one file.

    `frames_hash` identifies the moving content (SHA-256 over the coded frames, which a rewrite
    of metadata and most changes of container leave alone); None for a still picture.
    """

    picture: Picture
    frames: int = 1
    duration: float | None = None
    frame_rate: float | None = None
    codec: str | None = None
    frames_hash: str | None = None
    decodes: int = 1


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Apply an EXIF orientation, 1 to 8 (Exif 2.32, 4.6.4); others are taken as 1."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def without_needless_alpha(pixels: Pixels) -> Pixels:
    """RGB if every pixel is opaque, so that the same picture has the same shape everywhere."""
    if pixels.shape[2] == 4 and pixels[..., 3].min() == OPAQUE:
        return np.ascontiguousarray(pixels[..., :3])
    return pixels
