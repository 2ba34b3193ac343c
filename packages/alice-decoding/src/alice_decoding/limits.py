"""How much a file may cost before it is refused: every file is hostile until decoded."""

from dataclasses import dataclass

from alice_contracts.media import RejectReason
from alice_core.sandbox.process import Bounds
from alice_decoding.undecodable import Undecodable

MEBIBYTE = 2**20


@dataclass(frozen=True, kw_only=True)
class DecodeLimits:
    """Limits a file; the pool enforces `seconds` and `address_space`, the decoders the others."""

    image_bytes: int = 256 * MEBIBYTE
    video_bytes: int = 16 * 1024 * MEBIBYTE
    pixels: int = 80_000_000
    # Frames of an animated picture; videos are bounded by bytes and seconds.
    frames: int = 10_000
    # Text and colour profiles of one PNG, inflated.
    text_bytes: int = 16 * MEBIBYTE
    # How many times its size a compressed text or profile may inflate to.
    inflation_ratio: int = 200
    seconds: float = 30.0
    # RLIMIT_AS of a worker: 600 MB of libraries and stacks, and what the pixels take at worst.
    address_space: int = 4 * 1024 * MEBIBYTE

    @property
    def bounds(self) -> Bounds:
        """What a decode worker's process may take."""
        return Bounds(self.seconds, self.address_space)

    def check_bytes(self, size: int, limit: int) -> None:
        if size > limit:
            detail = (
                f"The file has {size:,} bytes, more than the {limit:,} that are decoded; "
                "save it smaller or raise the limit."
            )
            raise Undecodable(RejectReason.TOO_LARGE, detail)

    def check_pixels(self, width: int, height: int) -> None:
        """To be asked with the header's size, before any pixel is decoded."""
        if width * height > self.pixels:
            detail = (
                f"The picture has {width} x {height} pixels, more than the {self.pixels:,} that "
                "are decoded; save it smaller or raise the limit."
            )
            raise Undecodable(RejectReason.TOO_MANY_PIXELS, detail)

    def check_frames(self, frames: int) -> None:
        if frames > self.frames:
            detail = (
                f"The animation has {frames:,} frames, more than the {self.frames:,} that are "
                "taken; save it as a video or raise the limit."
            )
            raise Undecodable(RejectReason.TOO_MANY_FRAMES, detail)
