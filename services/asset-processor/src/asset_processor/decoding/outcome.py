"""What decoding a file leads to: facts and renditions, or a reason why not."""

from dataclasses import dataclass

from typing_extensions import override

from alice_contracts.media import RejectReason
from asset_processor.decoding.media_types import MediaType


class Undecodable(Exception):  # noqa: N818 - a verdict on the file, not a failure of the service
    """A file was judged and refused; the detail says what is wrong and the mend."""

    def __init__(self, reason: RejectReason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    @override
    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


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
