"""The regression from BRISQUE's 36 features to a score, as its authors trained it.

`live_model.npz` holds the support vector machine and the feature ranges of the BRISQUE software
release; its notice lies beside it.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

GAMMA = 0.05
OFFSET = 155.845


@cache
def _model() -> tuple[NDArray[np.float64], ...]:
    """Support vectors (770 x 36), their weights, and the least and greatest of each feature."""
    resource = files("quality_analyzer.measuring").joinpath("live_model.npz")
    with resource.open("rb") as file, np.load(file) as arrays:
        names = ("vectors", "weights", "least", "greatest")
        return tuple(arrays[name].astype(np.float64) for name in names)


def predict(features: Sequence[float]) -> float:
    """Epsilon-SVR with an RBF kernel over features scaled to -1 to 1 (Chang and Lin, LIBSVM)."""
    vectors, weights, least, greatest = _model()
    scaled = 2 * (np.asarray(features) - least) / (greatest - least) - 1
    distances = ((vectors - scaled) ** 2).sum(axis=1)
    return float(weights @ np.exp(-GAMMA * distances) + OFFSET)
