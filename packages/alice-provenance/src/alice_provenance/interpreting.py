"""From raw blocks to provenance: who made it, with what, and why that is believed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alice_contracts.provenance import (
    UNKNOWN,
    Evidence,
    EvidenceKind,
    Generation,
    Provenance,
    Subject,
)
from alice_provenance.blocks import Block, Blocks
from alice_provenance.finding import Finding
from alice_provenance.generators.registry import READERS
from alice_provenance.tags import tags_of

LADDER = {kind: rank for rank, kind in enumerate(EvidenceKind)}
"""From the strongest evidence to the weakest."""


@dataclass(frozen=True)
class Interpretation:
    """`problems` are blocks that could not be read or understood, each with its place."""

    provenance: Provenance
    problems: tuple[str, ...] = ()


def interpret(blocks: Sequence[Block]) -> Interpretation:
    """What the blocks of one file say of its origin.

    The strongest finding names generator, version and whether it is AI; equally strong ones
    count in the order of the registry. The parameters come from the first that has any, never
    mixed, and the evidence of all is kept.
    """
    findings = sorted((finding for read in READERS for finding in read(Blocks(blocks))), key=_rank)
    problems = [f"{block.place}: {block.problem}" for block in blocks if block.problem]
    problems += [problem for finding in findings for problem in finding.problems]
    return Interpretation(_provenance(findings), tuple(problems))


def _rank(finding: Finding) -> tuple[bool, int]:
    """A generator before none, then by the strongest evidence."""
    rungs = (LADDER[evidence.kind] for evidence in finding.evidence)
    return finding.generator == UNKNOWN, min(rungs, default=len(LADDER))


def _provenance(findings: Sequence[Finding]) -> Provenance:
    if not findings:
        return Provenance()
    strongest = findings[0]
    about = Subject.IS_AI if strongest.generator == UNKNOWN else Subject.GENERATOR
    given = (finding.generation for finding in findings)
    generation = next((each for each in given if each != Generation()), Generation())
    return Provenance(
        generator=strongest.generator,
        tool_version=strongest.tool_version,
        is_ai=strongest.is_ai,
        confidence=_confidence(strongest.evidence, about),
        evidence=_ordered(evidence for finding in findings for evidence in finding.evidence),
        generation=generation,
        tags=tags_of(generation, strongest.generator),
    )


def _confidence(evidence: Sequence[Evidence], about: Subject) -> float:
    return max((each.confidence for each in evidence if each.about is about), default=0.0)


def _ordered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda each: LADDER[each.kind]))
