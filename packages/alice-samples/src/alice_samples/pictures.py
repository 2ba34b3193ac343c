"""Paints pictures with about the entropy of generated ones: four scenes, any size."""

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels: TypeAlias = NDArray[np.uint8]
Canvas: TypeAlias = NDArray[np.float32]
Size: TypeAlias = tuple[int, int]

# Scenes are painted no larger than this and enlarged: a picture takes tens of milliseconds.
CANVAS_EDGE = 400
# Without grain a PNG compresses to a tenth of what generated pictures weigh.
GRAIN = 3


def paint(seed: int, size: Size) -> Pixels:
    """The picture of a seed, height x width x 3, RGB. The size is (width, height)."""
    rng = np.random.default_rng(seed)
    scene = SCENES[int(rng.integers(len(SCENES)))]
    shrink = min(1, CANVAS_EDGE / max(size))
    canvas = scene(rng, (math.ceil(size[0] * shrink), math.ceil(size[1] * shrink)))
    small = Image.fromarray((canvas.clip(0, 1) * 255).astype(np.uint8))
    pixels = np.asarray(small.resize(size, Image.Resampling.BICUBIC), dtype=np.int16)
    grain = rng.integers(-GRAIN, GRAIN, pixels.shape, dtype=np.int8, endpoint=True)
    return (pixels + grain).clip(0, 255).astype(np.uint8)


def _ridges(rng: np.random.Generator, size: Size) -> Canvas:
    """Mountain ridges under a low sun, paler with distance."""
    x, y = _grid(size)
    top, haze, ground = _palette(rng)
    canvas = _blend(top, haze, y)
    sun_x, sun_y = rng.uniform(0.2, 0.8), rng.uniform(0.15, 0.45)
    glow = np.exp(-((x - sun_x) ** 2 + (y - sun_y) ** 2) / 0.01)
    canvas += glow[..., None] * np.float32(0.7)
    for layer in range(4):
        skyline = 0.4 + 0.15 * layer + 0.4 * (_noise(rng, size)[:1] - 0.5)
        shade = haze + (ground - haze) * np.float32((layer + 1) / 4)
        canvas = np.where((y > skyline)[..., None], shade * (1.1 - 0.3 * y[..., None]), canvas)
    return canvas * (0.85 + 0.3 * _noise(rng, size)[..., None])


def _skyline(rng: np.random.Generator, size: Size) -> Canvas:
    """A city at night: towers with lit windows before a coloured sky."""
    x, y = _grid(size)
    top, horizon, light = _palette(rng)
    canvas = _blend(top * np.float32(0.4), horizon, y)
    canvas *= 0.7 + 0.6 * _noise(rng, size)[..., None]
    windows = _noise(rng, size, octaves=(64,)) > 0.5
    for _ in range(24):
        left, width, roof = rng.uniform(-0.05, 1), rng.uniform(0.03, 0.1), rng.uniform(0.3, 0.8)
        tower = (x > left) & (x < left + width) & (y > roof)
        canvas[tower] = horizon * np.float32(rng.uniform(0.05, 0.25))
        storeys = ((x - left) * 160 % 2 < 1) & (y * 120 % 2 < 1)
        canvas[tower & storeys & windows] = 0.4 + 0.6 * light
    return canvas


def _orbs(rng: np.random.Generator, size: Size) -> Canvas:
    """Shaded planets in a nebula."""
    x, y = _grid(size)
    dark, cloud, bright = _palette(rng)
    canvas = _blend(dark * np.float32(0.15), cloud, _noise(rng, size) ** 2)
    aspect = size[1] / size[0]
    for _ in range(5):
        cx, cy, radius = rng.uniform(0.1, 0.9), rng.uniform(0.1, 0.9), rng.uniform(0.06, 0.24)
        dx, dy = (x - cx) / radius, (y - cy) * aspect / radius
        depth = 1 - dx**2 - dy**2
        light = np.clip(-0.5 * dx - 0.5 * dy + 0.7 * np.sqrt(depth.clip(0)), 0.03, 1)
        surface = _blend(bright, rng.random(3, dtype=np.float32), _noise(rng, size))
        canvas = np.where((depth > 0)[..., None], surface * light[..., None], canvas)
    return canvas


def _bloom(rng: np.random.Generator, size: Size) -> Canvas:
    """A flower from above, on a soft ground."""
    x, y = _grid(size)
    ground, petal, heart = _palette(rng)
    canvas = _blend(ground * np.float32(0.5), ground, _noise(rng, size))
    dx, dy = x - rng.uniform(0.4, 0.6), (y - rng.uniform(0.4, 0.6)) * size[1] / size[0]
    radius, angle = np.hypot(dx, dy), np.arctan2(dy, dx)
    for ring in range(4, 0, -1):
        petals = 5 + int(rng.integers(6))
        reach = 0.1 * ring * (0.75 + 0.25 * np.cos(petals * angle + rng.uniform(0, 6.3)))
        shade = _blend(heart, petal, (radius / reach).clip(0, 1)) * (0.6 + 0.1 * ring)
        canvas = np.where((radius < reach)[..., None], shade, canvas)
    return canvas * (0.9 + 0.2 * _noise(rng, size)[..., None])


SCENES: tuple[Callable[[np.random.Generator, Size], Canvas], ...] = (
    _ridges,
    _skyline,
    _orbs,
    _bloom,
)


def _grid(size: Size) -> tuple[Canvas, Canvas]:
    width, height = size
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    return np.broadcast_to(x, (height, width)), np.broadcast_to(y, (height, width))


def _palette(rng: np.random.Generator) -> tuple[Canvas, Canvas, Canvas]:
    """Three colours of neighbouring hue: deep, bright, muted."""
    hue = rng.uniform(0, 2 * np.pi)
    phases = np.array([0, 2.1, 4.2])

    def colour(turn: float, value: float) -> Canvas:
        return (value * (0.6 + 0.4 * np.cos(hue + turn + phases))).astype(np.float32)

    return colour(0, 0.6), colour(0.9, 1.0), colour(2.2, 0.45)


def _blend(first: Canvas, second: Canvas, share: Canvas) -> Canvas:
    return first + (second - first) * share[..., None]


def _noise(
    rng: np.random.Generator, size: Size, octaves: tuple[int, ...] = (4, 8, 16, 64)
) -> Canvas:
    """Fractal value noise from 0 to 1, height x width."""
    total = np.zeros((size[1], size[0]), dtype=np.float32)
    for octave in octaves:
        cells = rng.random((octave, octave), dtype=np.float32)
        layer = Image.fromarray(cells).resize(size, Image.Resampling.BILINEAR)
        total += np.asarray(layer) / np.float32(octave)
    return total / np.float32(sum(1 / octave for octave in octaves))
