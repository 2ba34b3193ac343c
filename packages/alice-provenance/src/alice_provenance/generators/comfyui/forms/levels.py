"""One level of the UI form, the main graph or a subgraph, and one use of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from alice_provenance.generators.comfyui.forms.widgets import widget_inputs
from alice_provenance.generators.comfyui.graph import Link

JsonObject = Mapping[str, object]


class Level:
    """What the file says of a level, once for all its uses.

    `size` counts nodes, slots and widgets: what one use costs to unroll.
    """

    def __init__(self, content: JsonObject) -> None:
        self.nodes = list(objects(content.get("nodes")))
        self.inputs = list(objects(content.get("inputs")))
        self.outputs = list(objects(content.get("outputs")))
        self.entrance = _entrance(content)
        self.origins = dict(_origins(self, content.get("links")))
        self.size = len(self.inputs) + len(self.outputs) + sum(map(_size, self.nodes))


@dataclass(frozen=True)
class Scope:
    """A use of a level: `given` are a subgraph's inputs by number, `ancestors` the subgraphs that
    it lies in, itself included."""

    level: Level
    prefix: str = ""
    given: Mapping[int, object] = field(default_factory=dict)
    ancestors: tuple[str, ...] = ()

    def at(self, link: object) -> object:
        """What a link carries: an output of a node in here, or what the subgraph was given."""
        origin = self.level.origins.get(link) if isinstance(link, (int, str)) else None
        if origin is None:
            return None
        node, slot = origin
        if node == self.level.entrance:
            return self.given.get(slot)
        return Link(self.prefix + node, slot)

    def inputs_of(self, node: JsonObject) -> dict[str, object]:
        """Widgets by name, and over them what is linked."""
        listed = list(objects(node.get("inputs")))
        shown = [str(entry.get("name")) for entry in listed if "widget" in entry]
        inputs = widget_inputs(str(node.get("type")), node.get("widgets_values"), shown)
        for entry in listed:
            value = self.at(entry.get("link"))
            if value is not None:
                inputs[str(entry.get("name"))] = value
        return inputs

    def results(self) -> dict[int, object]:
        """What a subgraph's outputs are."""
        links = (_ids(output.get("linkIds")) for output in self.level.outputs)
        return {slot: self.at(ids[0]) for slot, ids in enumerate(links) if ids}


def objects(value: object) -> Iterator[JsonObject]:
    """The JSON objects of what should be a list of them."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item


def _origins(level: Level, links: object) -> Iterator[tuple[object, tuple[str, int]]]:
    """Where each link begins: as the slots list it, and as the list of links says."""
    for slot, entry in enumerate(level.inputs):
        yield from ((link, (level.entrance, slot)) for link in _ids(entry.get("linkIds")))
    for node in level.nodes:
        for slot, output in enumerate(objects(node.get("outputs"))):
            yield from ((link, (str(node.get("id")), slot)) for link in _ids(output.get("links")))
    yield from _listed(links)


def _listed(links: object) -> Iterator[tuple[object, tuple[str, int]]]:
    for entry in links if isinstance(links, list) else ():
        match entry:
            case [int() | str() as link, node, int() as slot, *_]:
                yield link, (str(node), slot)
            case {"id": int() | str() as link, "origin_id": node, "origin_slot": int() as slot}:
                yield link, (str(node), slot)


def _ids(links: object) -> list[int | str]:
    if not isinstance(links, list):
        return []
    return [link for link in links if isinstance(link, (int, str))]


def _entrance(content: JsonObject) -> str:
    """The id that links from a subgraph's inputs begin at."""
    node = content.get("inputNode")
    return str(node.get("id")) if isinstance(node, dict) else "-10"


def _size(node: JsonObject) -> int:
    lists = (node.get("inputs"), node.get("outputs"), node.get("widgets_values"))
    return 1 + sum(len(entries) for entries in lists if isinstance(entries, (list, dict)))
