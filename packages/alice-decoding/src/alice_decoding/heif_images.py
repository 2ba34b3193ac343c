"""AVIF by Pillow and HEIC by libheif: libvips decodes the first slowly, the second not at all."""

import hashlib
import io

import av
import numpy as np
import pillow_heif
from av.container import InputContainer
from PIL import AvifImagePlugin, ExifTags

from alice_decoding.containers.isobmff import check_boxes
from alice_decoding.limits import DecodeLimits
from alice_decoding.picture import (
    Picture,
    Pixels,
    Reading,
    upright,
    without_needless_alpha,
)
from alice_decoding.verdicts import corrupt


def configure() -> None:
    """For a process that decodes: one thread."""
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pillow_heif.options.DECODE_THREADS = 1


def read_avif(data: bytes, limits: DecodeLimits) -> Reading:
    """Check the header against the limits, then decode the (first) picture once.

    Raises:
        Undecodable: the file is broken or exceeds a limit.
    """
    check_boxes(io.BytesIO(data), len(data), silence_is_zeros=False)
    try:
        # The plug-in itself, because Image.open has a pixel limit of its own.
        with AvifImagePlugin.AvifImageFile(io.BytesIO(data)) as image:
            limits.check_pixels(*image.size)
            limits.check_frames(image.n_frames)
            orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
            pixels = upright(np.asarray(image), orientation)
            picture = Picture(without_needless_alpha(pixels), image.info.get("icc_profile"))
            frames = image.n_frames
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        raise corrupt(str(error)) from error
    if frames == 1:
        return Reading(picture=picture)
    return Reading(
        picture=picture,
        frames=frames,
        duration=_seconds(data),
        frames_hash=hashlib.sha256(data).hexdigest(),
    )


def read_heic(data: bytes, limits: DecodeLimits) -> Reading:
    """Check the header against the limits, then decode the primary picture once.

    libheif applies the container's rotation, which alone counts (ISO/IEC 23008-12).

    Raises:
        Undecodable: the file is broken or exceeds a limit.
    """
    check_boxes(io.BytesIO(data), len(data), silence_is_zeros=False)
    try:
        image = pillow_heif.open_heif(io.BytesIO(data))
        limits.check_pixels(*image.size)
        pixels: Pixels = np.asarray(image)
    except (SyntaxError, ValueError, OSError, RuntimeError, EOFError) as error:
        raise corrupt(str(error)) from error
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[..., None], 3, axis=2)
    picture = Picture(without_needless_alpha(pixels), image.info.get("icc_profile"))
    return Reading(picture=picture)


def _seconds(data: bytes) -> float | None:
    with av.open(io.BytesIO(data), format="mov") as sequence:
        assert isinstance(sequence, InputContainer)
        return None if sequence.duration is None else sequence.duration / av.time_base
