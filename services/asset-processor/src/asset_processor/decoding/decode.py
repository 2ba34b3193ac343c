"""From a hostile file to its facts, fingerprints and renditions, with one decode."""

from alice_contracts.media_types import MediaType
from alice_decoding.limits import DecodeLimits
from alice_decoding.picture import Reading
from alice_decoding.reading import read, refusals
from alice_decoding.source import Source
from asset_processor.decoding.decoded import Decoded
from asset_processor.decoding.fingerprints import perceptual_hash, pixel_hash
from asset_processor.decoding.renditions import render


def decode(source: Source, limits: DecodeLimits) -> Decoded:
    """Decode a file once.

    Raises:
        Changed: the file is not, or no longer, what the source says.
        Undecodable: the file is refused.
    """
    with source.open() as file:
        media_type, reading = read(file, source.size, limits)
    with refusals():
        return _decoded(media_type, reading)


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
