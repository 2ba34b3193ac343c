"""Files that a platform meets and must survive: broken, lying and malicious ones."""

import random
import zlib

from alice_samples.png_chunks import chunk, png_file
from alice_samples.stills import png

EMPTY = b""
BLACK_ROW = zlib.compress(b"\0" + b"\0\0\0")


def garbage(seed: int, length: int = 4096) -> bytes:
    """Bytes that are no format at all."""
    return random.Random(seed).randbytes(length)  # noqa: S311 - samples, not secrets


def truncated(content: bytes, share: float = 0.6) -> bytes:
    """What an aborted download leaves: the beginning."""
    return content[: int(len(content) * share)]


def half_written(content: bytes, share: float = 0.6) -> bytes:
    """What a crash during a write leaves: the full length, the end still zeros."""
    kept = int(len(content) * share)
    return content[:kept] + bytes(len(content) - kept)


def huge_png(width: int = 10_000, height: int = 10_000) -> bytes:
    """A valid all-black PNG of 100 megapixels in some hundred kilobytes."""
    return png_file(width, height, _deflated_zeros((1 + 3 * width) * height))


def idat_bomb(inflated: int = 64 * 2**20) -> bytes:
    """A PNG of one pixel whose picture data inflates to far more."""
    return png_file(1, 1, _deflated_zeros(inflated))


def ztxt_bomb(inflated: int = 64 * 2**20) -> bytes:
    """A PNG of one pixel whose compressed text inflates to far more."""
    bomb = chunk(b"zTXt", b"parameters\0\0" + _deflated_zeros(inflated))
    return png_file(1, 1, BLACK_ROW, [bomb])


def iccp_bomb(inflated: int = 64 * 2**20) -> bytes:
    """A PNG of one pixel whose colour profile inflates to far more."""
    bomb = chunk(b"iCCP", b"icc\0\0" + _deflated_zeros(inflated))
    return png_file(1, 1, BLACK_ROW, [bomb])


def mislabelled(seed: int) -> tuple[str, bytes]:
    """A name and content that disagree: a PNG called .jpg."""
    return f"{seed}.jpg", png(seed)


def _deflated_zeros(length: int) -> bytes:
    compressor = zlib.compressobj(9)
    block = bytes(2**20)
    full, rest = divmod(length, len(block))
    parts = [compressor.compress(block) for _ in range(full)]
    return b"".join((*parts, compressor.compress(bytes(rest)), compressor.flush()))
