"""From a hostile file to its facts, fingerprints and renditions, with one decode."""

from typing import BinaryIO

import pyvips

from alice_contracts.media import MediaKind, RejectReason
from asset_processor.decoding import heif_images, vips_images
from asset_processor.decoding.fingerprints import perceptual_hash, pixel_hash
from asset_processor.decoding.heif_images import read_avif, read_heic
from asset_processor.decoding.limits import DecodeLimits
from asset_processor.decoding.media_types import (
    AVIF,
    HEAD_BYTES,
    HEIC,
    MEDIA_TYPES,
    MediaType,
    media_type_of,
)
from asset_processor.decoding.outcome import Decoded, Undecodable
from asset_processor.decoding.picture import Reading
from asset_processor.decoding.renditions import render
from asset_processor.decoding.source import Source
from asset_processor.decoding.verdicts import out_of_memory
from asset_processor.decoding.videos import read_video
from asset_processor.decoding.vips_errors import verdict
from asset_processor.decoding.vips_images import read_vips_image


def configure() -> None:
    """For a process that decodes: one thread a library, and only the loaders that are needed."""
    vips_images.configure()
    heif_images.configure()


def decode(source: Source, limits: DecodeLimits) -> Decoded:
    """Decode a file once.

    Raises:
        Changed: the file is not, or no longer, what the source says.
        Undecodable: the file is refused.
    """
    try:
        with source.open() as file:
            media_type = _media_type(file)
            reading = _read(file, source.size, media_type, limits)
        return _decoded(media_type, reading)
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


def _read(file: BinaryIO, size: int, media_type: MediaType, limits: DecodeLimits) -> Reading:
    if media_type.kind is MediaKind.VIDEO:
        limits.check_bytes(size, limits.video_bytes)
        return read_video(file, size, media_type, limits)
    limits.check_bytes(size, limits.image_bytes)
    data = file.read(size)
    if media_type == AVIF:
        return read_avif(data, limits)
    if media_type == HEIC:
        return read_heic(data, limits)
    return read_vips_image(data, media_type, limits)


def _decoded(media_type: MediaType, reading: Reading) -> Decoded:
    picture = reading.picture
    rendered = render(picture)
    return Decoded(
        media_type=media_type,
        width=picture.width,
        height=picture.height,
        frames=reading.frames,
        duration=reading.duration,
        frame_rate=reading.frame_rate,
        codec=reading.codec,
        has_alpha=picture.has_alpha,
        pixel_hash=pixel_hash(picture.pixels, reading.frames_hash),
        perceptual_hash=perceptual_hash(rendered.small_pixels),
        renditions=rendered.renditions,
        decodes=reading.decodes,
    )
