"""Sharpness and noise: what the finest scale of a picture holds, signal and accident.

Both look at native tiles. The sharpest tiles tell the sharpness, so that a background out of
focus costs nothing; the calmest tell the noise, because it lies over everything.

Sources: variance of the Laplacian, J. L. Pech-Pacheco et al., "Diatom autofocusing in
brightfield microscopy", ICPR 2000; J. Immerkær, "Fast noise variance estimation", Computer Vision
and Image Understanding 64(2), 1996.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from quality_analyzer.measuring.planes import Luma, strips
from quality_analyzer.measuring.tiles import TILE, Tiles, averages

SHARPEST = 95  # percentile of the tiles with contrast
CALMEST = 10  # percentile of the tiles that are neither black nor white
# Standard deviation, in steps of 255, below which a tile shows nothing that could be sharp.
CONTRAST = 8.0
CLIPPED = 8.0

# How far the two filters look.
REACH = 1
# Answers with noise alone: the difference of two Laplacians has no use for edges.
IMMERKAER = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
ABSOLUTE_TO_DEVIATION = math.sqrt(math.pi / 2) / 6
# How much a Laplacian makes of the variance of noise: the sum of its squared weights.
LAPLACIAN_GAIN = 20.0


@dataclass(frozen=True)
class Detail:
    """`sharpness` 0 to 1, None where nothing has contrast; `noise` as a share of full scale."""

    sharpness: float | None
    noise: float


@dataclass(frozen=True)
class _Tiles:
    """Of each tile: mean, variance, variance of the Laplacian, deviation of the noise."""

    mean: Tiles
    variance: Tiles
    laplacian: Tiles
    noise: Tiles

    @classmethod
    def of(cls, parts: Iterable["_Tiles"]) -> Self:
        """All tiles of several parts."""
        columns = zip(
            *((part.mean, part.variance, part.laplacian, part.noise) for part in parts), strict=True
        )
        return cls(*(np.concatenate(column) for column in columns))


def detail(windows: Iterable[Luma]) -> Detail:
    """Measure a picture, of which there may be several windows."""
    tiles = _Tiles.of(part for window in windows for part in _tiles(window))
    noise = _noise(tiles)
    return Detail(_sharpness(tiles, noise), noise / 255)


def _tiles(plane: Luma) -> Iterator[_Tiles]:
    """Those of a strip of rows at a time, which stays in the cache."""
    for rows in strips(len(plane)):
        if rows.stop - rows.start < TILE:
            return
        top = max(0, rows.start - REACH)
        own = slice(rows.start - top, rows.stop - top)
        around, strip = plane[top : rows.stop + REACH], plane[rows]
        laplacian = cv2.Laplacian(around, cv2.CV_32F)[own]
        accidents = np.abs(cv2.filter2D(around, cv2.CV_32F, IMMERKAER)[own])
        mean = averages(strip)
        yield _Tiles(
            mean,
            averages(strip * strip) - mean * mean,
            averages(laplacian * laplacian),
            averages(accidents) * np.float32(ABSOLUTE_TO_DEVIATION),
        )


def _noise(tiles: _Tiles) -> float:
    """Clipped tiles hide it, and flat ones were drawn so."""
    told = (tiles.mean > CLIPPED) & (tiles.mean < 255 - CLIPPED) & (tiles.noise > 0)
    return float(np.percentile(tiles.noise[told], CALMEST)) if told.any() else 0.0


def _sharpness(tiles: _Tiles, noise: float) -> float | None:
    """Laplacian over contrast, both without what noise adds; mapped from 0 to infinity to 0 to 1.

    The ratio does not ask how strong an edge is, only how steep: about 1 to 3 in pictures in
    focus, 0.5 after a Gaussian blur of one pixel, 0.2 of two.
    """
    contrast = np.sqrt(np.maximum(tiles.variance - noise**2, 0))
    shows = contrast > max(CONTRAST, 2 * noise)
    if not shows.any():
        return None
    steepness = np.sqrt(np.maximum(tiles.laplacian - LAPLACIAN_GAIN * noise**2, 0))
    ratio = float(np.percentile(steepness[shows] / contrast[shows], SHARPEST))
    return ratio / (1 + ratio)
