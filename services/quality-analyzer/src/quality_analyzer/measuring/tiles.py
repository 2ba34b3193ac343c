"""Averages over native tiles: what holds somewhere in a picture, not on the whole of it."""

import cv2
import numpy as np
from numpy.typing import NDArray

TILE = 32

Tiles = NDArray[np.float32]


def averages(plane: NDArray[np.float32]) -> Tiles:
    """The mean of each tile of 32 x 32, in one row; what does not fill a tile is left out."""
    rows, columns = (length // TILE for length in plane.shape)
    whole = plane[: rows * TILE, : columns * TILE]
    means = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    return means.astype(np.float32, copy=False).reshape(-1)
