"""Pictures, whole and damaged, made the same everywhere."""

import io
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image

from alice_decoding.picture import Pixels
from alice_samples.pictures import paint


def blurred(pixels: Pixels, sigma: float) -> Pixels:
    """A Gaussian blur of so many pixels."""
    return cv2.GaussianBlur(pixels, (0, 0), sigma) if sigma else pixels


def noisy(pixels: Pixels, deviation: float) -> Pixels:
    """White noise of so many steps of 255."""
    noise = np.random.default_rng(7).normal(0, deviation, pixels.shape)
    return (pixels + noise).round().clip(0, 255).astype(np.uint8)


def compressed(pixels: Pixels, strength: float) -> Pixels:
    """JPEG of quality 100 less the strength."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=100 - int(strength))
    with Image.open(file) as image:
        return np.asarray(image)


def lightened(pixels: Pixels, share: float) -> Pixels:
    """Exposed up to eight times as long; as in a camera, what burns out loses its colour."""
    grey = pixels.mean(axis=2, keepdims=True)
    paler = pixels + share * (grey - pixels)
    return (paler * (1 + 7 * share)).clip(0, 255).astype(np.uint8)


def darkened(pixels: Pixels, stops: float) -> Pixels:
    return (pixels * 2.0**-stops).astype(np.uint8)


def dulled(pixels: Pixels, share: float) -> Pixels:
    """Contrast taken away, all of it at 1."""
    return (128 + (pixels - 128.0) * (1 - share)).astype(np.uint8)


DAMAGES: dict[str, Callable[[Pixels, float], Pixels]] = {
    function.__name__: function
    for function in (blurred, noisy, compressed, lightened, darkened, dulled)
}


def sharp(seed: int, size: tuple[int, int] = (512, 384)) -> Pixels:
    """A painted picture with edges as steep as a generator's and tones that fill the range."""
    larger = paint(seed, (2 * size[0], 2 * size[1]))
    small = cv2.resize(larger, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    crisp = small + 1.5 * (small - cv2.GaussianBlur(small, (0, 0), 1.0))
    low, high = np.percentile(crisp, (1, 99))
    return ((crisp - low) * (235 / (high - low)) + 8).clip(0, 255).astype(np.uint8)


def gradient(size: tuple[int, int]) -> Pixels:
    """Grey from left to right, without any texture but its steps."""
    row = np.linspace(0, 255, size[0]).astype(np.uint8)
    return np.repeat(np.broadcast_to(row, (size[1], size[0]))[..., None], 3, axis=2)


@pytest.fixture(scope="session")
def damages() -> dict[str, Callable[[Pixels, float], Pixels]]:
    """Damages by name, each harder with its second argument and none at 0."""
    return DAMAGES


@pytest.fixture(scope="session")
def make_picture() -> Callable[..., Pixels]:
    """A picture of a seed that deserves five stars."""
    return sharp


REFERENCE = [
    *((f"painted {w}x{h}", paint(1, (w, h))) for w, h in [(64, 64), (97, 131), (512, 384)]),
    *((f"painted {seed}", paint(seed, (320, 240))) for seed in range(4)),
    *((f"sharp {seed}", sharp(seed, (320, 240))) for seed in range(4)),
    ("sharp 1024x768", sharp(5, (1024, 768))),
    *((f"blurred {sigma}", blurred(sharp(1), sigma)) for sigma in (0.7, 1.5, 3)),
    *((f"noisy {deviation}", noisy(sharp(1), deviation)) for deviation in (5, 15, 40)),
    *((f"compressed {strength}", compressed(sharp(1), strength)) for strength in (25, 70, 90)),
    ("lightened", lightened(sharp(2), 0.4)),
    ("darkened", darkened(sharp(2), 2)),
    ("dulled", dulled(sharp(2), 0.7)),
    ("white noise", np.random.default_rng(3).integers(0, 256, (200, 300, 3), np.uint8)),
    ("gradient", gradient((256, 160))),
]
"""What BRISQUE's reference scores were taken of."""


@pytest.fixture(scope="session")
def reference_pictures() -> dict[str, Pixels]:
    return dict(REFERENCE)
