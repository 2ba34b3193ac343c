"""BRISQUE: how far a picture's statistics lie from those of natural, undistorted pictures.

Source: A. Mittal, A. K. Moorthy, A. C. Bovik, "No-Reference Image Quality Assessment in the
Spatial Domain", IEEE Transactions on Image Processing 21(12), 2012, with the regression model
that its authors published, trained on the LIVE database.
"""

from collections.abc import Iterable

import cv2
import numpy as np

from quality_analyzer.measuring.live_model import predict
from quality_analyzer.measuring.planes import Luma
from quality_analyzer.measuring.scene_statistics import Asymmetric, Moments

HALF = 0.5


def brisque(windows: Iterable[Luma]) -> float | None:
    """About 0 for a natural picture to about 100 for a distorted one; beyond both is possible.

    Several windows count as one picture. None where nothing varies.
    """
    native, half = Moments(), Moments()
    for window in windows:
        native.add(window)
        smaller = cv2.resize(window, None, fx=HALF, fy=HALF, interpolation=cv2.INTER_CUBIC)
        half.add(np.asarray(smaller, np.float32))
    fits = [scale.fits() for scale in (native, half)]
    features = [value for scale in fits if scale for value in _features(scale)]
    return predict(features) if all(fits) else None


def _features(fits: list[Asymmetric]) -> list[float]:
    """The 18 features of one scale; the coefficients themselves count as symmetric."""
    own, *products = fits
    values = [own.shape, (own.left + own.right) / 2]
    for fit in products:
        values += [fit.shape, fit.mean, fit.left, fit.right]
    return values
