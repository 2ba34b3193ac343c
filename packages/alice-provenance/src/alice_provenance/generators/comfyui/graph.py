"""The normalised graph, one for both JSON forms: nodes by id, each with its inputs by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

MAX_NODES = 100_000
"""Nodes of one graph that are read; the largest workflows that people share have a few thousand."""


class Link(NamedTuple):
    """An output of another node."""

    node: str
    slot: int


@dataclass(frozen=True)
class Node:
    """`inputs` hold links and plain JSON values.

    `slots` says of a node that computes nothing (a bypassed one, a subgraph, a reroute) what each
    of its outputs is: a link or a plain value.
    """

    id: str
    kind: str
    inputs: Mapping[str, object] = field(default_factory=dict)
    slots: Mapping[int, object] = field(default_factory=dict)

    def links(self) -> Iterator[tuple[str, Link]]:
        for name, value in self.inputs.items():
            if isinstance(value, Link):
                yield name, value

    def first_link(self, names: tuple[str, ...]) -> Link | None:
        for name in names:
            value = self.inputs.get(name)
            if isinstance(value, Link):
                return value
        return None


Graph: TypeAlias = Mapping[str, Node]
