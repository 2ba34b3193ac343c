"""Folders of sample files: the demo's mix, the benchmark's mix, and many small ones."""

import zlib
from collections.abc import Iterator
from itertools import count as count_from
from itertools import islice
from pathlib import Path

import numpy as np

from alice_samples import hostile, stills, videos
from alice_samples.pictures import Size
from alice_samples.png_chunks import png_file, text_chunk
from alice_samples.prompts import a1111_parameters, a1111_text, comfyui_text, make_prompt

SMALL_EDGE = 16
BENCHMARK_SIZE: Size = (1024, 1024)
SIZES: tuple[Size, ...] = ((768, 768), (832, 1216), (1216, 832), (1024, 1024))

Sample = tuple[str, bytes]


def make_samples(directory: Path, count: int = 24) -> list[Path]:
    """Write a mix as a person's folder holds it, one sub-folder a day; returns the paths.

    From 24 on it has every format, an exact duplicate, a look-alike, a mislabelled, a
    truncated and an empty file; what goes beyond are ordinary pictures.
    """
    samples = islice(_mix(), count)
    return [
        _write(directory / f"2026-10-{1 + number // 6:02}" / name, content)
        for number, (name, content) in enumerate(samples)
    ]


def benchmark_set(directory: Path, count: int) -> list[Path]:
    """Write pictures of 1024 x 1024: 70 % PNG, 20 % JPEG, 10 % WebP."""
    return [
        _write(directory / f"{number // 1000:03}" / name, content)
        for number in range(count)
        for name, content in [_benchmark_sample(number)]
    ]


def small(directory: Path, count: int) -> list[Path]:
    """Write tiny PNG files, no two with the same bytes or pixels."""
    return [
        _write(directory / f"{number // 1000:03}" / f"{number:06}.png", _tiny_png(number))
        for number in range(count)
    ]


def _mix() -> Iterator[Sample]:
    first, second = _a1111_png(1), _comfyui_png(2)
    yield from (first, second, _jpeg(3), _webp(4), _a1111_png(5), _comfyui_png(6))
    yield "animation_00001_.webp", stills.animated_webp(7)
    yield "loop.gif", stills.gif(8)
    yield "export.avif", stills.avif(9, SIZES[0])
    yield "IMG_0042.heic", stills.heic(10, SIZES[0])
    yield "clip_00001.mp4", videos.mp4(11, comment=make_prompt(11).positive)
    yield "IMG_0043.mov", videos.mov(12)
    yield "render.webm", videos.webm(13)
    yield f"copy of {first[0]}", first[1]
    yield "for the web.jpg", stills.jpeg(2, _size(2), quality=70)
    yield hostile.mislabelled(14)
    yield "download.png", hostile.truncated(stills.png(15))
    yield "failed.png", hostile.EMPTY
    for seed in count_from(18):
        yield (_a1111_png, _comfyui_png, _jpeg, _webp)[seed % 4](seed)


def _a1111_png(seed: int) -> Sample:
    prompt, size = make_prompt(seed), _size(seed)
    return f"{seed:05}-{prompt.seed}.png", stills.png(seed, size, a1111_text(prompt, size))


def _comfyui_png(seed: int) -> Sample:
    prompt, size = make_prompt(seed), _size(seed)
    return f"ComfyUI_{seed:05}_.png", stills.png(seed, size, comfyui_text(prompt, size))


def _jpeg(seed: int) -> Sample:
    prompt, size = make_prompt(seed), _size(seed)
    return f"{seed:05}-{prompt.seed}.jpg", stills.jpeg(seed, size, a1111_parameters(prompt, size))


def _webp(seed: int) -> Sample:
    prompt, size = make_prompt(seed), _size(seed)
    return f"{seed:05}-{prompt.seed}.webp", stills.webp(seed, size, a1111_parameters(prompt, size))


def _size(seed: int) -> Size:
    return SIZES[seed % len(SIZES)]


def _benchmark_sample(number: int) -> Sample:
    parameters = a1111_text(make_prompt(number), BENCHMARK_SIZE)
    if number % 10 in (2, 7):
        return f"{number:06}.jpg", stills.jpeg(number, BENCHMARK_SIZE, parameters["parameters"])
    if number % 10 == 5:
        return f"{number:06}.webp", stills.webp(number, BENCHMARK_SIZE, parameters["parameters"])
    return f"{number:06}.png", stills.png(number, BENCHMARK_SIZE, parameters)


def _tiny_png(number: int) -> bytes:
    """A random gradient; the number stands in its first pixel, so no two are alike."""
    rng = np.random.default_rng(number)
    corners = rng.integers(0, 256, (2, 1, 1, 3))
    ramp = np.linspace(0, 1, SMALL_EDGE)
    share = (ramp[:, None] * rng.random() + ramp[None, :] * rng.random())[..., None] / 2
    pixels = (corners[0] + (corners[1] - corners[0]) * share).astype(np.uint8)
    pixels[0, 0] = (number >> 16 & 255, number >> 8 & 255, number & 255)
    rows = np.concatenate([np.zeros((SMALL_EDGE, 1), np.uint8), pixels.reshape(SMALL_EDGE, -1)], 1)
    text = text_chunk("parameters", f"gradient {number}\nSteps: 20, Seed: {number}")
    return png_file(SMALL_EDGE, SMALL_EDGE, zlib.compress(rows.tobytes(), 1), [text])


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
