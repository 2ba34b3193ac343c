"""What a walk through a container comes upon."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alice_provenance.blocks import Block
from alice_provenance.span import Span


@dataclass(frozen=True)
class Dimensions:
    """Pixels as coded, before any rotation."""

    width: int
    height: int


@dataclass(frozen=True)
class Duration:
    seconds: float


Found = Block | Dimensions | Duration

Walk = Callable[[Span], Iterator[Found]]
"""Yields what it comes upon; raises MalformedError where the container makes no sense."""
