"""The API form of a graph, which ComfyUI executes: `{id: {"class_type": ..., "inputs": {...}}}`.

Reroutes, primitives and muted nodes are resolved in it already, subgraphs unrolled to ids such as
`12:34`. Format: ComfyUI `execution.py` (`validate_prompt`).
"""

from collections.abc import Mapping

from alice_provenance.generators.comfyui.graph import MAX_NODES, Graph, Link, Node


def is_api_form(value: object) -> bool:
    return isinstance(value, dict) and any(_is_node(node) for node in value.values())


def api_graph(prompt: Mapping[str, object]) -> Graph:
    """At most MAX_NODES nodes; what is no node (`extra`, `extraMetadata`) is left out."""
    graph: dict[str, Node] = {}
    for key, value in prompt.items():
        if len(graph) == MAX_NODES:
            break
        if isinstance(value, dict) and isinstance(kind := value.get("class_type"), str):
            graph[key] = Node(key, kind, _inputs(value.get("inputs")))
    return graph


def _is_node(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("class_type"), str)


def _inputs(inputs: object) -> dict[str, object]:
    if not isinstance(inputs, dict):
        return {}
    return {name: _input(value) for name, value in inputs.items()}


def _input(value: object) -> object:
    """`["12", 0]` is a link; a list that is meant is wrapped as `{"__value__": [...]}`."""
    match value:
        case [str() | int() as node, int() as slot]:
            return Link(str(node), slot)
        case {"__value__": wrapped}:
            return wrapped
    return value
