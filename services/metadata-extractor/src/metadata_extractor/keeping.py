"""Raw blocks as they are kept: byte for byte, within a bound for each file."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from alice_provenance.blocks import Block
from metadata_extractor.cleaning import clean_text

KEPT_BYTES = 16 * 1024**2
"""What is kept of one file. Real files have 1 to 100 KiB; ComfyUI graphs with pictures 3 MiB."""


@dataclass(frozen=True)
class KeptBlock:
    """A block under its number, from 0; `size` is what it has in the file."""

    number: int
    place: str
    key: str
    media_type: str
    size: int
    problem: str | None
    deflated: bytes


def keep(blocks: Iterable[Block]) -> tuple[KeptBlock, ...]:
    """The blocks, of which the last are cut when all together pass the bound."""
    kept, room = [], KEPT_BYTES
    for number, block in enumerate(blocks):
        kept.append(_keep(number, block, room))
        room -= min(room, len(block.data))
    return tuple(kept)


def inflate(deflated: bytes) -> bytes:
    return zlib.decompress(deflated)


def _keep(number: int, block: Block, room: int) -> KeptBlock:
    size = len(block.data)
    cut = f"{room:,} of its {size:,} bytes are kept" if size > room else None
    problem = "; ".join(reason for reason in (block.problem, cut) if reason)
    return KeptBlock(
        number,
        clean_text(block.place),
        clean_text(block.key),
        clean_text(block.media_type),
        size,
        clean_text(problem) or None,
        zlib.compress(block.data[:room]),
    )
