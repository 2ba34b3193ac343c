"""The statistics of natural scenes that BRISQUE looks at, of one scale of a picture.

Source: A. Mittal, A. K. Moorthy, A. C. Bovik, "No-Reference Image Quality Assessment in the
Spatial Domain", IEEE Transactions on Image Processing 21(12), 2012, sections III-A and III-B.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
from cv2.typing import MatLike

from quality_analyzer.measuring.planes import Luma, strips

KERNEL = cv2.getGaussianKernel(7, 7 / 6, cv2.CV_32F)
REACH = 3
# A deviation, in steps of 255, that rounding does not feign.
SURELY_VARIES = 0.5
# The squares of 2 x 2 pixels in the neighbourhood, as wide as the kernel.
SQUARES = np.ones((2 * REACH, 2 * REACH), np.uint8)

MAPS = 5
SHAPES = np.arange(0.2, 10.0005, 0.001)
"""The shape parameters among which the distribution is looked for."""


@dataclass(frozen=True)
class Asymmetric:
    """An asymmetric generalised Gaussian: shape, mean, and variances left and right of zero."""

    shape: float
    mean: float
    left: float
    right: float


class Moments:
    """Sums over the coefficients and over their products with the four neighbours.

    Row by row: how many, how many negative, of absolute values, of squares, of negative squares.
    They add up over strips and windows, so a picture needs not lie in memory at once.
    """

    def __init__(self) -> None:
        self._sums = np.zeros((MAPS, 5))

    def add(self, plane: Luma) -> None:
        """Take in a plane, beyond whose borders there is black as in the reference."""
        for coefficients, first in _normalised(plane):
            for row, values in enumerate(_with_products(coefficients, first)):
                if values.size:
                    self._sums[row] += _sums(values)

    def fits(self) -> list[Asymmetric] | None:
        """The distribution of each map; None where one has no spread on a side."""
        _, negative, _, squares, negative_squares = self._sums.T
        one_sided = (negative_squares <= 0) | (squares <= negative_squares) | (negative == 0)
        if one_sided.any():
            return None
        return [_fit(*sums) for sums in self._sums]


def _normalised(plane: Luma) -> Iterator[tuple[Luma, int]]:
    """Mean-subtracted, contrast-normalised coefficients (MSCN), a strip of rows at a time.

    Each strip but the first repeats the last row of the one before, to be multiplied with; the
    number of repeated rows comes with it.
    """
    for rows in strips(len(plane)):
        repeated = 1 if rows.start else 0
        top, bottom = max(0, rows.start - repeated - REACH), rows.stop + REACH
        coefficients = _mscn(plane[top:bottom])
        yield coefficients[rows.start - repeated - top : rows.stop - top], repeated


def _mscn(plane: Luma) -> Luma:
    mean, spread = _blurred(plane), _blurred(cv2.multiply(plane, plane))
    cv2.absdiff(spread, cv2.multiply(mean, mean), dst=spread)
    cv2.sqrt(spread, dst=spread)
    flattish = spread.min() < SURELY_VARIES
    spread += 1
    coefficients = cv2.subtract(plane, mean, dst=mean)
    cv2.divide(coefficients, spread, dst=coefficients)
    if flattish:
        coefficients = cv2.copyTo(coefficients, _varies(plane))
    return np.asarray(coefficients, np.float32)


def _varies(plane: Luma) -> MatLike:
    """Where there is any contrast; elsewhere rounding noise would pass for coefficients."""
    around = cv2.copyMakeBorder(plane, REACH, REACH, REACH, REACH, cv2.BORDER_CONSTANT, value=0)
    pixels, others = around[:-1, :-1], (around[:-1, 1:], around[1:, :-1], around[1:, 1:])
    steps = reduce(cv2.bitwise_or, (cv2.compare(pixels, other, cv2.CMP_NE) for other in others))
    height, width = plane.shape
    return cv2.dilate(steps, SQUARES, anchor=(0, 0))[:height, :width]


def _blurred(plane: MatLike) -> Luma:
    blurred = cv2.sepFilter2D(plane, -1, KERNEL, KERNEL, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(blurred, np.float32)


def _with_products(rows: Luma, repeated: int) -> Iterator[MatLike]:
    """The rows, and their products along, across and along both diagonals."""
    own = rows[repeated:]
    yield own
    yield cv2.multiply(own[:, :-1], own[:, 1:])
    yield cv2.multiply(rows[:-1], rows[1:])
    yield cv2.multiply(rows[:-1, :-1], rows[1:, 1:])
    yield cv2.multiply(rows[1:, :-1], rows[:-1, 1:])


def _sums(values: MatLike) -> list[float]:
    _, negative = cv2.threshold(values, 0, 0, cv2.THRESH_TOZERO_INV)
    flat, flat_negative = values.reshape(-1), negative.reshape(-1)
    return [
        flat.size,
        cv2.countNonZero(negative),
        cv2.norm(values, cv2.NORM_L1),
        float(flat @ flat),
        float(flat_negative @ flat_negative),
    ]


def _fit(
    count: float, negative: float, absolute: float, squares: float, negative_squares: float
) -> Asymmetric:
    """By moments: the shape whose ratio of them is the observed one (equations 8 to 15)."""
    left = math.sqrt(negative_squares / negative)
    right = math.sqrt((squares - negative_squares) / (count - negative))
    skew = left / right
    ratio = (absolute / count) ** 2 / (squares / count)
    ratio *= (skew**3 + 1) * (skew + 1) / (skew**2 + 1) ** 2
    shape = float(np.interp(ratio, RATIOS, SHAPES))
    first, second, third = (math.gamma(n / shape) for n in (1, 2, 3))
    mean = (right - left) * math.sqrt(first / third) * second / first
    return Asymmetric(shape, mean, left**2, right**2)


def _ratio(shape: float) -> float:
    first, second, third = (math.lgamma(n / shape) for n in (1, 2, 3))
    return math.exp(2 * second - first - third)


RATIOS = np.array([_ratio(shape) for shape in SHAPES])
