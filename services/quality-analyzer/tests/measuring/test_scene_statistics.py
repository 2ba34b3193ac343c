"""The moments are those of the coefficients as the paper defines them."""

import cv2
import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from quality_analyzer.measuring.planes import luma
from quality_analyzer.measuring.scene_statistics import Moments

GAUSSIAN = cv2.getGaussianKernel(7, 7 / 6, cv2.CV_64F)


def coefficients(plane: np.ndarray) -> np.ndarray:
    """Equation 1 in double precision, and nothing where a whole neighbourhood has one value."""
    around = sliding_window_view(np.pad(plane.astype(np.float64), 3), (7, 7))
    weights = GAUSSIAN @ GAUSSIAN.T
    mean = (around * weights).sum(axis=(2, 3))
    variance = (around**2 * weights).sum(axis=(2, 3)) - mean**2
    normalised = (plane - mean) / (np.sqrt(np.abs(variance)) + 1)
    return np.where(around.max(axis=(2, 3)) > around.min(axis=(2, 3)), normalised, 0)


def variances(values: np.ndarray) -> tuple[float, float]:
    left, right = values[values < 0], values[values >= 0]
    return (left**2).mean(), (right**2).mean()


def assert_as_defined(plane: np.ndarray, rel: float) -> None:
    own, moments = coefficients(plane), Moments()
    moments.add(plane)
    expected = [
        own,
        own[:, :-1] * own[:, 1:],
        own[:-1] * own[1:],
        own[:-1, :-1] * own[1:, 1:],
        own[1:, :-1] * own[:-1, 1:],
    ]
    for fit, values in zip(moments.fits(), expected, strict=True):
        assert (fit.left, fit.right) == pytest.approx(variances(values), rel=rel)


def test_of_a_picture(make_picture):
    assert_as_defined(luma(make_picture(1, (150, 200))), rel=1e-4)


@pytest.mark.parametrize("ground", [0, 20])
def test_of_single_dots_on_a_flat_ground(ground: int):
    """Each dot reaches as far as the corners of its neighbourhood, and no farther."""
    plane = np.full((150, 130), ground, np.float32)
    plane[2::11, 5::11] = 80
    assert_as_defined(plane, rel=1e-3)
