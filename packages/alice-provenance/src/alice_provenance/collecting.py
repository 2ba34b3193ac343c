"""From a file to its raw blocks, by reading headers only."""

from dataclasses import dataclass
from typing import BinaryIO

from alice_contracts.media_types import HEAD_BYTES, MediaType, media_type_of
from alice_provenance.blocks import Block


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
    file.seek(0)
    return Contents(media_type_of(file.read(min(size, HEAD_BYTES))))
