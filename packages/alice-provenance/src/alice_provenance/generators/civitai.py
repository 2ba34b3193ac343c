"""Civitai: pictures made on the site name as artist `ai` and as software the UUID of their job.

What was asked for stands in an infotext or a graph, which the readers of those read.
"""

import re
from collections.abc import Iterator

from alice_contracts.provenance import EvidenceKind, IsAi, Subject
from alice_provenance.blocks import Block, Blocks
from alice_provenance.evidence import evidence
from alice_provenance.finding import Finding

NAME = "Civitai"
ARTIST = "ai"
JOB = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
CONFIDENCE = 0.8


def read(blocks: Blocks) -> Iterator[Finding]:
    """A finding where both stand together; either alone says nothing."""
    if any(artist == ARTIST for _, artist in blocks.texts("Artist")):
        for block, software in blocks.texts("Software"):
            if JOB.fullmatch(software):
                yield _finding(block, software)


def _finding(block: Block, job: str) -> Finding:
    claims = ((Subject.GENERATOR, NAME), (Subject.IS_AI, IsAi.YES))
    return Finding(
        generator=NAME,
        evidence=tuple(
            evidence(about, claim, EvidenceKind.LABEL, block, CONFIDENCE, job)
            for about, claim in claims
        ),
    )
