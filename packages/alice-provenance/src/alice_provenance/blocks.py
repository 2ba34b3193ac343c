"""Raw metadata of a file, block by block, as it lay there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One piece of metadata.

    `place` is what people read (`PNG tEXt parameters`, `EXIF Exif.UserComment`); `key` is the
    part of it that generators know it by (`parameters`, `UserComment`). `data` is what the
    container holds, inflated but otherwise untouched; `text` is what it says, None for bytes
    that are no text. `problem` tells why it is not wholly there or cannot be read.
    """

    place: str
    key: str
    data: bytes
    text: str | None = None
    media_type: str = "application/octet-stream"
    problem: str | None = None


class Blocks:
    """The blocks of one file in their order, found by key."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = tuple(blocks)

    def __iter__(self) -> Iterator[Block]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    def texts(self, *keys: str) -> Iterator[tuple[Block, str]]:
        """The blocks with one of these keys that are text, with the text."""
        for block in self._blocks:
            if block.key in keys and block.text is not None:
                yield block, block.text
