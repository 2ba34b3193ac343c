"""One maker a picture format: the bytes of a file, deterministic by seed."""

import io
from collections.abc import Mapping

import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from alice_samples.exif import user_comment_exif
from alice_samples.pictures import Size, paint

DEFAULT_SIZE: Size = (512, 384)
FRAME_MILLISECONDS = 100
# What ComfyUI saves with.
COMFYUI_COMPRESSION = 4


def png(seed: int, size: Size = DEFAULT_SIZE, text: Mapping[str, str] | None = None) -> bytes:
    """A PNG with one text chunk a key: tEXt, or iTXt where Latin-1 does not suffice."""
    info = PngInfo()
    for key, value in (text or {}).items():
        info.add_text(key, value)
    return _save(picture(seed, size), "PNG", pnginfo=info, compress_level=COMFYUI_COMPRESSION)


def jpeg(
    seed: int, size: Size = DEFAULT_SIZE, comment: str | None = None, quality: int = 92
) -> bytes:
    """A JPEG, with the comment as EXIF UserComment."""
    return _save(picture(seed, size), "JPEG", quality=quality, **_exif(comment))


def webp(seed: int, size: Size = DEFAULT_SIZE, comment: str | None = None) -> bytes:
    """A lossy WebP, with the comment as EXIF UserComment."""
    return _save(picture(seed, size), "WEBP", quality=90, method=2, **_exif(comment))


def animated_webp(seed: int, size: Size = DEFAULT_SIZE, frames: int = 8) -> bytes:
    """An endless animated WebP."""
    return _save_frames(seed, size, frames, "WEBP", method=0)


def gif(seed: int, size: Size = DEFAULT_SIZE, frames: int = 8) -> bytes:
    """An endless GIF; of one frame if asked for one."""
    return _save_frames(seed, size, frames, "GIF")


def avif(seed: int, size: Size = DEFAULT_SIZE) -> bytes:
    """A still AVIF."""
    return _save(picture(seed, size), "AVIF", quality=75, speed=9, max_threads=1)


def heic(seed: int, size: Size = DEFAULT_SIZE) -> bytes:
    """A still HEIC, as telephones write it."""
    pillow_heif.register_heif_opener()
    return _save(picture(seed, size), "HEIF", quality=80)


def picture(seed: int, size: Size) -> Image.Image:
    """The painted picture of a seed."""
    return Image.fromarray(paint(seed, size))


def motion(seed: int, size: Size, frames: int) -> list[Image.Image]:
    """The frames of a slow pan over the picture of a seed."""
    width, height = size
    wide = picture(seed, (width + 4 * frames, height))
    return [wide.crop((4 * shift, 0, 4 * shift + width, height)) for shift in range(frames)]


def _exif(comment: str | None) -> dict[str, bytes]:
    return {} if comment is None else {"exif": user_comment_exif(comment)}


def _save(image: Image.Image, file_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def _save_frames(seed: int, size: Size, frames: int, file_format: str, **options: object) -> bytes:
    first, *rest = motion(seed, size, frames)
    return _save(
        first,
        file_format,
        save_all=True,
        append_images=rest,
        duration=FRAME_MILLISECONDS,
        loop=0,
        **options,
    )
