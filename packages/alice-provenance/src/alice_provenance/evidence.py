"""Evidence as every reader gives it."""

from alice_contracts.provenance import Evidence, EvidenceKind, Subject
from alice_provenance.blocks import Block

EXCERPT_CHARACTERS = 120


def evidence(
    about: Subject, claim: str, kind: EvidenceKind, block: Block, confidence: float, excerpt: str
) -> Evidence:
    """A claim that rests on a block, with the words of it that say so, cut short."""
    return Evidence(
        about=about,
        claim=claim,
        kind=kind,
        place=block.place,
        confidence=confidence,
        excerpt=excerpt[:EXCERPT_CHARACTERS],
    )
