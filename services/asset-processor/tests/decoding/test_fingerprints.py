"""Fingerprints know a picture again: exactly, and by likeness."""

import io

import numpy as np
import pytest
from PIL import Image

from alice_samples import stills
from alice_samples.pictures import paint
from asset_processor.decoding.fingerprints import perceptual_hash, pixel_hash


def encoded(pixels: np.ndarray, file_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, file_format, **options)
    return file.getvalue()


def distance(first: int, second: int) -> int:
    return (first ^ second).bit_count()


def test_the_same_pixels_in_other_containers_have_the_same_hash(decode_bytes):
    pixels = paint(1, (80, 60))
    opaque = np.dstack([pixels, np.full((60, 80), 255, np.uint8)])
    png = decode_bytes(encoded(pixels, "PNG"))
    assert png.pixel_hash == pixel_hash(pixels)
    assert decode_bytes(encoded(pixels, "WEBP", lossless=True)).pixel_hash == png.pixel_hash
    assert decode_bytes(encoded(opaque, "PNG")).pixel_hash == png.pixel_hash


def test_metadata_does_not_count_and_one_value_does(decode_bytes):
    plain = decode_bytes(stills.png(1, (40, 30)))
    assert decode_bytes(stills.png(1, (40, 30), {"parameters": "x"})).pixel_hash == plain.pixel_hash
    pixels = paint(1, (40, 30))
    pixels[7, 7, 2] ^= 1
    assert pixel_hash(pixels) != plain.pixel_hash


def test_the_shape_counts():
    assert pixel_hash(np.zeros((2, 6, 3), np.uint8)) != pixel_hash(np.zeros((3, 4, 3), np.uint8))


def test_colour_counts_only_where_it_is_seen():
    picture = np.zeros((4, 4, 4), np.uint8)
    hidden, seen = picture.copy(), picture.copy()
    hidden[0, 0] = (9, 9, 9, 0)
    seen[0, 0] = (9, 9, 9, 1)
    assert pixel_hash(hidden) == pixel_hash(picture) != pixel_hash(seen)


def test_animations_that_begin_alike_differ(decode_bytes):
    first, second, third = (paint(seed, (40, 40)) for seed in (1, 2, 3))

    def animation(*frames: np.ndarray) -> bytes:
        rest = [Image.fromarray(frame) for frame in frames[1:]]
        return encoded(frames[0], "WEBP", save_all=True, append_images=rest, lossless=True)

    assert (
        decode_bytes(animation(first, second)).pixel_hash
        != decode_bytes(animation(first, third)).pixel_hash
    )


@pytest.mark.parametrize("seed", range(6))
def test_look_alikes_are_near_and_others_far(decode_bytes, seed: int):
    picture = Image.fromarray(paint(seed, (640, 480)))
    original = decode_bytes(encoded(np.asarray(picture), "PNG")).perceptual_hash
    smaller = decode_bytes(encoded(np.asarray(picture.resize((320, 240))), "JPEG", quality=60))
    other = decode_bytes(stills.png(seed + 100, (640, 480)))
    assert distance(original, smaller.perceptual_hash) <= 6
    assert distance(original, other.perceptual_hash) > 12


def test_bits_are_those_of_the_plain_definition():
    pixels = paint(4, (64, 64))
    luma = pixels @ np.array([0.299, 0.587, 0.114])
    reduced = luma.reshape(32, 2, 32, 2).mean((1, 3))
    angle = np.pi * np.outer(np.arange(8), 2 * np.arange(32) + 1) / 64
    spectrum = np.cos(angle) @ reduced @ np.cos(angle).T
    bits = "".join("01"[int(value > np.median(spectrum))] for value in spectrum.ravel())
    assert perceptual_hash(pixels) == int(bits, 2)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 50, 4), (33, 31, 3)])
def test_any_size_has_a_hash_of_64_bits(shape: tuple[int, int, int]):
    assert 0 <= perceptual_hash(np.full(shape, 77, np.uint8)) < 2**64
