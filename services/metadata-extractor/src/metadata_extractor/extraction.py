"""What is written down of one file: what it says, whole and as a fact, and its raw blocks."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from alice_contracts.events.metadata import MetadataExtracted
from alice_provenance.blocks import Block
from metadata_extractor.keeping import KeptBlock, keep
from metadata_extractor.shortening import shorten


@dataclass(frozen=True)
class Extraction:
    """`digest` (SHA-256) is the same where all of it is the same, whoever extracted it."""

    whole: MetadataExtracted
    fact: MetadataExtracted
    blocks: tuple[KeptBlock, ...]
    digest: bytes


def extraction(whole: MetadataExtracted, blocks: Sequence[Block]) -> Extraction:
    return Extraction(whole, shorten(whole), keep(blocks), _digest(whole, blocks))


def _digest(whole: MetadataExtracted, blocks: Sequence[Block]) -> bytes:
    said = hashlib.sha256(whole.model_dump_json(exclude={"extractor"}).encode())
    for block in blocks:
        about = (block.place, block.key, block.media_type, block.problem)
        for part in (repr(about).encode(), block.data):
            said.update(hashlib.sha256(part).digest())
    return said.digest()
