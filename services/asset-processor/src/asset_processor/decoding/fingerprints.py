"""What identifies a picture whatever file it lies in: exactly, and by likeness."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from alice_decoding.picture import Pixels

BT601_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
GREY = 128
REDUCED_EDGE = 32
HASH_EDGE = 8


def pixel_hash(pixels: Pixels, frames_hash: str | None = None) -> str:
    """SHA-256 in hex over size and pixels: the same picture in another container matches.

    Colour under full transparency is unseen and not kept by every format, so it does not count.
    Of a moving picture the hash of its coded frames counts beside the first one, because many
    animations begin alike.
    """
    if pixels.shape[2] == 4:
        pixels = pixels * (pixels[..., 3:] > 0).astype(np.uint8)
    digest = hashlib.sha256(f"{pixels.shape[1]}x{pixels.shape[0]}".encode())
    digest.update(np.ascontiguousarray(pixels).data)
    digest.update((frames_hash or "").encode())
    return digest.hexdigest()


def perceptual_hash(pixels: Pixels) -> int:
    """The 64-bit DCT hash of a picture; look-alikes differ in few bits.

    The lowest 8 x 8 frequencies of the luma averaged to 32 x 32, each bit telling whether one
    lies above their median, the constant term in the highest bit (Zauner 2010, section 3.2.1, as
    the imagehash library orders it). Transparency counts as mid grey.
    """
    luma = pixels[..., :3].astype(np.float32) @ BT601_LUMA
    if pixels.shape[2] == 4:
        opacity = pixels[..., 3].astype(np.float32) / 255
        luma = GREY + (luma - GREY) * opacity
    rows, columns = _low_frequencies(luma.shape[0]), _low_frequencies(luma.shape[1])
    spectrum = rows @ luma @ columns.T
    bits = (spectrum > np.median(spectrum)).ravel()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _low_frequencies(length: int) -> NDArray[np.float64]:
    """8 x length: averages a line of pixels to 32 cells and takes their lowest DCT-II terms."""
    cell = np.arange(REDUCED_EDGE)
    frequency = np.arange(HASH_EDGE)[:, None]
    dct = np.cos(np.pi * frequency * (2 * cell + 1) / (2 * REDUCED_EDGE))
    return dct @ _cell_shares(length)


def _cell_shares(length: int) -> NDArray[np.float64]:
    """32 x length: which share of each pixel falls into each of 32 equal cells."""
    width = length / REDUCED_EDGE
    begins = np.arange(REDUCED_EDGE)[:, None] * width
    pixel = np.arange(length)
    overlap = np.minimum(begins + width, pixel + 1) - np.maximum(begins, pixel)
    shares: NDArray[np.float64] = overlap.clip(0) / width
    return shares
