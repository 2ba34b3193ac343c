"""From a file to its raw blocks, by reading headers only."""

from dataclasses import dataclass, field
from typing import BinaryIO

from alice_contracts.media_types import (
    AVIF,
    GIF,
    HEAD_BYTES,
    HEIC,
    JPEG,
    MOV,
    MP4,
    PNG,
    WEBM,
    WEBP,
    MediaType,
    media_type_of,
)
from alice_provenance import limits
from alice_provenance.blocks import Block
from alice_provenance.containers import gif, isobmff, jpeg, png, webm, webp
from alice_provenance.containers.found import Dimensions, Duration, Found, Walk
from alice_provenance.span import MalformedError, Span

WALKS: dict[MediaType, Walk] = {
    PNG: png.walk,
    JPEG: jpeg.walk,
    WEBP: webp.walk,
    GIF: gif.walk,
    WEBM: webm.walk,
    **dict.fromkeys((MP4, MOV, AVIF, HEIC), isobmff.walk),
}


EDGES = range(1, 2**31)
"""What any of the formats can mean by a width or a height."""


@dataclass(frozen=True)
class Contents:
    """What a container says without being decoded.

    Width and height are pixels as coded, before any rotation; duration is seconds. Each is None
    where the headers do not say.
    """

    media_type: MediaType | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    blocks: tuple[Block, ...] = ()


def collect(file: BinaryIO, size: int) -> Contents:
    """Walk a seekable file of `size` bytes and take out its metadata.

    A broken file raises nothing: what could not be read is a block with its problem, or ends
    the walk. Only an OSError of the file itself gets through.
    """
    span = Span(file, 0, size)
    media_type = media_type_of(span.upto(0, HEAD_BYTES))
    if media_type is None:
        return Contents()
    harvest = _Harvest()
    try:
        for found in WALKS[media_type](span):
            harvest.add(found)
    except MalformedError as error:
        harvest.break_off(media_type, error)
    return harvest.contents(media_type)


@dataclass
class _Harvest:
    """What a walk found so far, within the limits of one file."""

    size: Dimensions | None = None
    duration: Duration | None = None
    blocks: list[Block] = field(default_factory=list)
    left: int = limits.FILE_BYTES

    def add(self, found: Found) -> None:
        """The first size that can be one and the first duration count."""
        match found:
            case Dimensions():
                if found.width in EDGES and found.height in EDGES:
                    self.size = self.size or found
            case Duration():
                self.duration = self.duration or found
            case Block():
                self._add_block(found)

    def _add_block(self, block: Block) -> None:
        if len(self.blocks) == limits.BLOCKS:
            raise MalformedError(f"it has more than {limits.BLOCKS:,} blocks of metadata")
        if len(block.data) > self.left:
            raise MalformedError(f"its metadata exceed {limits.FILE_BYTES:,} bytes")
        self.left -= len(block.data)
        self.blocks.append(block)

    def break_off(self, media_type: MediaType, error: MalformedError) -> None:
        name = media_type.extension.removeprefix(".").upper()
        self.blocks.append(Block(name, "container", b"", problem=str(error)))

    def contents(self, media_type: MediaType) -> Contents:
        return Contents(
            media_type=media_type,
            width=self.size.width if self.size else None,
            height=self.size.height if self.size else None,
            duration=self.duration.seconds if self.duration else None,
            blocks=tuple(self.blocks),
        )
