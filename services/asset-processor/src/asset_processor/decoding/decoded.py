"""What decoding a file leads to: its facts and renditions."""

from dataclasses import dataclass

from alice_contracts.media_types import MediaType


@dataclass(frozen=True)
class Rendition:
    """An encoded picture whose longer edge is at most `edge` pixels; sRGB, without metadata."""

    edge: int
    mime: str
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """The facts of one file and its renditions.

    Width and height are as displayed. Duration is in seconds. A moving picture shows its first
    frame, a video its poster frame. `decodes` counts the pictures decoded: one, or for a video
    the key frames looked at.
    """

    media_type: MediaType
    width: int
    height: int
    frames: int
    duration: float | None
    frame_rate: float | None
    codec: str | None
    has_alpha: bool
    pixel_hash: str
    perceptual_hash: int
    renditions: tuple[Rendition, ...]
    decodes: int
