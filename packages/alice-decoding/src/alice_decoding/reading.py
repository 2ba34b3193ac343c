"""From an open file to the decoded picture in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pyvips

from alice_contracts.media import MediaKind, RejectReason
from alice_contracts.media_types import (
    AVIF,
    HEAD_BYTES,
    HEIC,
    MEDIA_TYPES,
    MediaType,
    media_type_of,
)
from alice_decoding import heif_images, vips_images
from alice_decoding.heif_images import read_avif, read_heic
from alice_decoding.limits import DecodeLimits
from alice_decoding.picture import Picture, Reading
from alice_decoding.undecodable import Undecodable
from alice_decoding.verdicts import out_of_memory
from alice_decoding.videos import read_poster, read_video
from alice_decoding.vips_errors import verdict
from alice_decoding.vips_images import read_vips_image


def configure() -> None:
    """For a process that decodes: one thread a library, and only the loaders that are needed."""
    vips_images.configure()
    heif_images.configure()


def read(file: BinaryIO, size: int, limits: DecodeLimits) -> tuple[MediaType, Reading]:
    """Tell the media type by content and decode the (first) picture once.

    Raises:
        Undecodable: the file is refused.
    """
    media_type = _media_type(file)
    with refusals():
        if media_type.kind is MediaKind.VIDEO:
            limits.check_bytes(size, limits.video_bytes)
            return media_type, read_video(file, size, media_type, limits)
        return media_type, _read_image(file, size, media_type, limits)


def read_picture(file: BinaryIO, size: int, limits: DecodeLimits) -> Picture:
    """The pixels that `read` would give, and of a video nothing behind its poster frame.

    Raises:
        Undecodable: the file is refused.
    """
    media_type = _media_type(file)
    with refusals():
        if media_type.kind is MediaKind.VIDEO:
            limits.check_bytes(size, limits.video_bytes)
            return read_poster(file, size, media_type, limits)
        return _read_image(file, size, media_type, limits).picture


@contextmanager
def refusals() -> Iterator[None]:
    """What the libraries raise at a file, as a verdict on it."""
    try:
        yield
    except MemoryError as error:
        raise out_of_memory() from error
    except pyvips.Error as error:
        raise verdict(error) from error


def _media_type(file: BinaryIO) -> MediaType:
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if not head:
        detail = "The file is empty; copy or download it again."
        raise Undecodable(RejectReason.EMPTY, detail)
    media_type = media_type_of(head)
    if media_type is None:
        known = ", ".join(known.extension[1:].upper() for known in MEDIA_TYPES)
        detail = f"By its content the file is none of {known}; convert it to one of them."
        raise Undecodable(RejectReason.UNKNOWN_TYPE, detail)
    return media_type


def _read_image(file: BinaryIO, size: int, media_type: MediaType, limits: DecodeLimits) -> Reading:
    limits.check_bytes(size, limits.image_bytes)
    data = file.read(size)
    if media_type == AVIF:
        return read_avif(data, limits)
    if media_type == HEIC:
        return read_heic(data, limits)
    return read_vips_image(data, media_type, limits)
