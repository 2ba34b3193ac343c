"""Blockiness: the grid of 8 x 8 blocks that strong JPEG and video compression leave.

Source: after Z. Wang, H. R. Sheikh, A. C. Bovik, "No-reference perceptual quality assessment of
JPEG compressed images", ICIP 2002: differences across block borders beside those within. Here
the grid may lie anywhere, as after a crop, and strong edges count little.
"""

from collections.abc import Iterable

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from quality_analyzer.measuring.planes import Luma

BLOCK = 8
# A step of the picture itself, which would outweigh all borders of its column.
STRONGEST = 24
# Below half a step of 255 a border is not seen.
UNSEEN = 0.5

Profile = NDArray[np.float64]


def blockiness(windows: Iterable[Luma]) -> float:
    """0 where no grid stands out, towards 1 where there is little else."""
    profiles = [_profiles(window) for window in windows]
    across, along = (np.mean(of_axis, axis=0) for of_axis in zip(*profiles, strict=True))
    return (_stands_out(across) + _stands_out(along)) / 2


def _profiles(plane: Luma) -> tuple[Profile, Profile]:
    steps = cv2.convertScaleAbs(plane)
    across = cv2.absdiff(steps[:, 1:], steps[:, :-1])
    along = cv2.absdiff(steps[1:], steps[:-1])
    return _by_place(across, axis=0), _by_place(along, axis=1)


def _by_place(differences: MatLike, axis: int) -> Profile:
    """The mean difference at each of the eight places in a block, rows (0) or columns averaged."""
    _, weak = cv2.threshold(differences, STRONGEST, 0, cv2.THRESH_TRUNC)
    sums = cv2.reduce(weak, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).reshape(-1)
    means = sums / differences.shape[axis]
    whole = len(means) // BLOCK * BLOCK
    places: Profile = means[:whole].reshape(-1, BLOCK).mean(axis=0)
    return places


def _stands_out(places: Profile) -> float:
    """How far the strongest place lies above all others, as a share of itself."""
    second, first = np.sort(places)[-2:]
    return float((first - second) / (first + UNSEEN))
