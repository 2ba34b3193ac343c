"""What every walk over one graph shares: the budget that ends it, and what it could not read."""

from alice_provenance.generators.comfyui.graph import Graph, Link, Node

MAX_VISITS = 400_000
"""Visits that all walks over one graph may make together: four for each node of the largest.

A visit counts again for every eight inputs of the node, for visitors look at all of them.
"""


class Walk:
    """Every loop asks for its next node here, so that no graph keeps it going for ever."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._left = MAX_VISITS
        # A dict keeps the order and drops what was said before.
        self._problems: dict[str, None] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(self._problems)

    def node(self, link: Link) -> Node | None:
        """The node at the other end; None, with a problem noted, if there is none."""
        if self._left <= 0:
            self.note(f"the graph needs more than {MAX_VISITS:,} visits; values may be missing")
            return None
        node = self.graph.get(link.node)
        if node is None:
            self.note(f"node {link.node[:40]!r} is linked to, but not in the graph")
        self._left -= 1 + len(node.inputs if node else ()) // 8
        return node

    def note(self, problem: str) -> None:
        self._problems[problem] = None
