"""PNG, JPEG, WebP and GIF, decoded by libvips."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import pyvips

from alice_contracts.media_types import GIF, JPEG, PNG, WEBP, MediaType
from alice_decoding.containers import gif, jpeg, png, webp
from alice_decoding.limits import DecodeLimits
from alice_decoding.picture import (
    Picture,
    Pixels,
    Reading,
    upright,
    without_needless_alpha,
)

LOADERS = {PNG: "Png", JPEG: "Jpeg", WEBP: "Webp", GIF: "Nsgif"}
OPENERS: dict[MediaType, Callable[..., pyvips.Image]] = {
    PNG: pyvips.Image.pngload_buffer,
    JPEG: pyvips.Image.jpegload_buffer,
    WEBP: pyvips.Image.webpload_buffer,
    GIF: pyvips.Image.gifload_buffer,
}


def configure() -> None:
    """For a process that decodes: one thread, no cache, and no loader but the four."""
    pyvips.concurrency_set(1)
    pyvips.cache_set_max(0)
    pyvips.operation_block_set("VipsForeignLoad", state=True)
    for name in LOADERS.values():
        pyvips.operation_block_set(f"VipsForeignLoad{name}", state=False)


def read_vips_image(data: bytes, media_type: MediaType, limits: DecodeLimits) -> Reading:
    """Check the header against the limits, then decode the (first) picture once.

    Raises:
        Undecodable: the file breaks off or exceeds a limit.
        pyvips.Error: the file cannot be decoded.
    """
    _check_whole(data, media_type, limits)
    # Anything short of a clean read fails: half a picture would pass for a whole one.
    image = OPENERS[media_type](data, access="sequential", fail_on="error")
    limits.check_pixels(image.width, image.height)
    frames, duration = _animation(image, data, media_type)
    limits.check_frames(frames)
    return Reading(
        picture=_picture(image),
        frames=frames,
        duration=duration,
        frames_hash=_frames_hash(data, media_type) if frames > 1 else None,
    )


def _check_whole(data: bytes, media_type: MediaType, limits: DecodeLimits) -> None:
    if media_type == PNG:
        png.check_png(data, limits)
    elif media_type == JPEG:
        jpeg.check_jpeg(data)
    elif media_type == WEBP:
        webp.check_webp(data)
    else:
        gif.check_gif(data)


def _animation(image: pyvips.Image, data: bytes, media_type: MediaType) -> tuple[int, float | None]:
    """Frames and seconds; 1 and None for a still picture."""
    if media_type == PNG:
        return png.animation(data)
    frames = _field(image, "n-pages") or 1
    return frames, sum(_field(image, "delay")) / 1000 if frames > 1 else None


def _frames_hash(data: bytes, media_type: MediaType) -> str:
    coded: Iterable[bytes | memoryview] = [data]
    if media_type == WEBP:
        coded = webp.coded_frames(data)
    elif media_type == GIF:
        coded = gif.coded_frames(data)
    digest = hashlib.sha256()
    for frame in coded:
        digest.update(frame)
    return digest.hexdigest()


def _picture(image: pyvips.Image) -> Picture:
    orientation, profile = _field(image, "orientation") or 1, _field(image, "icc-profile-data")
    if image.interpretation == "cmyk":
        image, profile = image.icc_transform("srgb", embedded=True, input_profile="cmyk"), None
    elif image.interpretation != "srgb":
        # Grey profiles do not fit the RGB that grey becomes.
        image, profile = image.colourspace("srgb"), None
    pixels: Pixels = image.numpy()
    return Picture(without_needless_alpha(upright(pixels, orientation)), profile)


def _field(image: pyvips.Image, name: str) -> Any:
    return image.get(name) if image.get_typeof(name) else None
