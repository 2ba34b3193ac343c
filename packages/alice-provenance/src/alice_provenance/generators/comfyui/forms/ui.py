"""The UI form of a graph, which the editor loads: `{"nodes": [...], "links": [...]}`.

Format: ComfyUI_frontend `workflowSchema.ts`. It is brought to the API form's shape here: bypassed
nodes hand on, muted ones nothing, Get nodes are joined with their Set nodes, and subgraphs are
unrolled to ids such as `12:34`.
"""

from collections.abc import Mapping
from typing import Final

from alice_provenance.generators.comfyui.forms.levels import JsonObject, Level, Scope, objects
from alice_provenance.generators.comfyui.graph import MAX_NODES, Graph, Node

MAX_NESTING: Final = 32
"""Subgraphs in subgraphs."""

MAX_UNROLLED: Final = 1_000_000
"""Nodes, slots and widgets of all subgraphs at all places where they are used."""

_MUTED: Final = 2
_BYPASSED: Final = 4


def is_ui_form(value: object) -> bool:
    """Nodes with slots or widgets; other editors' graphs (InvokeAI) hold neither at that place."""
    return isinstance(value, dict) and any(_is_node(node) for node in objects(value.get("nodes")))


def ui_graph(workflow: JsonObject) -> Graph:
    """At most MAX_NODES nodes; subgraphs are unrolled until MAX_UNROLLED."""
    subgraphs = _subgraphs(workflow)
    graph: dict[str, Node] = {}
    scopes = [Scope(Level(workflow))]
    unrolled = 0
    while scopes:
        scope = scopes.pop()
        for raw in scope.level.nodes[: MAX_NODES - len(graph)]:
            inside = _inside(scope, raw, subgraphs) if unrolled < MAX_UNROLLED else None
            if inside is not None:
                unrolled += inside.level.size
                scopes.append(inside)
            node = _node(scope, raw, inside)
            graph[node.id] = node
    return _joined(graph)


def _is_node(node: JsonObject) -> bool:
    slots = (node.get("inputs"), node.get("outputs"), node.get("widgets_values"))
    return isinstance(node.get("type"), str) and any(isinstance(slot, list) for slot in slots)


def _subgraphs(workflow: JsonObject) -> dict[str, Level]:
    definitions = workflow.get("definitions")
    found = definitions.get("subgraphs") if isinstance(definitions, dict) else None
    return {str(subgraph.get("id")): Level(subgraph) for subgraph in objects(found)}


def _inside(scope: Scope, raw: JsonObject, subgraphs: Mapping[str, Level]) -> Scope | None:
    """The scope of a subgraph's inside, if the node is one that runs."""
    kind = str(raw.get("type"))
    level = subgraphs.get(kind)
    if level is None or raw.get("mode") in (_MUTED, _BYPASSED):
        return None
    if kind in scope.ancestors or len(scope.ancestors) == MAX_NESTING:
        return None
    inputs = scope.inputs_of(raw)
    names = [str(entry.get("name")) for entry in level.inputs]
    given = {number: inputs[name] for number, name in enumerate(names) if name in inputs}
    return Scope(level, f"{scope.prefix}{raw.get('id')}:", given, (*scope.ancestors, kind))


def _node(scope: Scope, raw: JsonObject, inside: Scope | None) -> Node:
    node = f"{scope.prefix}{raw.get('id')}"
    kind = str(raw.get("type"))
    if raw.get("mode") == _MUTED:
        return Node(node, kind)
    if raw.get("mode") == _BYPASSED:
        return Node(node, kind, slots=_bypass(scope, raw))
    if inside is not None:
        return Node(node, kind, slots=inside.results())
    return Node(node, kind, scope.inputs_of(raw))


def _bypass(scope: Scope, raw: JsonObject) -> dict[int, object]:
    """Each output is the input at its place if they are of one type, else the first of its type."""
    linked = [
        (str(entry.get("type")), scope.at(entry.get("link")))
        for entry in objects(raw.get("inputs"))
    ]
    first = {kind: value for kind, value in reversed(linked) if value is not None}
    slots: dict[int, object] = {}
    for slot, output in enumerate(objects(raw.get("outputs"))):
        kind = str(output.get("type"))
        beside = linked[slot] if slot < len(linked) else ("", None)
        slots[slot] = beside[1] if beside[0] == kind and beside[1] is not None else first.get(kind)
    return slots


def _joined(graph: dict[str, Node]) -> Graph:
    """Get nodes (KJNodes) hand on what the Set node of the same name was given."""
    given: dict[str, object] = {}
    for node in graph.values():
        if node.kind == "SetNode":
            given[str(node.inputs.get("value"))] = next((link for _, link in node.links()), None)
    for node in list(graph.values()):
        if node.kind == "GetNode":
            graph[node.id] = Node(
                node.id, node.kind, slots={0: given.get(str(node.inputs.get("value")))}
            )
    return graph
