"""From raw blocks to provenance: who made it, with what, and why that is believed."""

from collections.abc import Sequence
from dataclasses import dataclass

from alice_contracts.provenance import Provenance
from alice_provenance.blocks import Block


@dataclass(frozen=True)
class Interpretation:
    """`problems` are blocks that could not be read or understood, each with its place."""

    provenance: Provenance
    problems: tuple[str, ...] = ()


def interpret(blocks: Sequence[Block]) -> Interpretation:
    """What the blocks of one file say of its origin."""
    problems = tuple(f"{block.place}: {block.problem}" for block in blocks if block.problem)
    return Interpretation(Provenance(), problems)
