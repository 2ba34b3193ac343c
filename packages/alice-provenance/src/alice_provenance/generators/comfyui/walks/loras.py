"""LoRAs with their weights, in the many forms that loaders and stacks keep them."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from alice_contracts.provenance import Lora
from alice_provenance.generators.comfyui.graph import Link, Node
from alice_provenance.generators.comfyui.links.names import Field
from alice_provenance.generators.comfyui.links.resolving import scalar, source
from alice_provenance.generators.comfyui.links.walk import Walk
from alice_provenance.generators.comfyui.scalars import number, word

MAX_LORAS: Final = 200
"""Of one graph; stacks have ten, and nobody applies a hundred."""

STACKS: Final = ("lora_stack", "optional_lora_stack", "lora", "prev_lora", "loras", "lora_params")
"""Links to nodes that only list LoRAs."""

_NAME = re.compile(r"lora(?:_name)?_?(\d{0,3})|lora_(\d{1,3})_name")
_WEIGHTS: Final = ("strength_model", "strength", "lora_model_strength", "weight", "lora_weight")
# Stacks with a simple and an advanced mode keep a weight for each.
_INDEXED_WEIGHTS: Final = (
    "strength_{}",
    "lora_wt_{}",
    "lora_{}_strength",
    "strength_model_{}",
    "model_weight_{}",
    "model_str_{}",
    "lora_{}_model_strength",
)
_TAG = re.compile(r"<lora:([^:<>]{1,200})(?::(-?[\d.]{1,10}))?[^<>]{0,20}>", re.IGNORECASE)


def loras_of(walk: Walk, node: Node) -> Iterator[Lora]:
    """Those that a node applies itself, as it lists them; those of no weight are not applied."""
    for name, value in node.inputs.items():
        match = _NAME.fullmatch(name)
        if not match or (isinstance(value, Link) and name in STACKS):
            continue
        found = _entry(value)
        if found is None and isinstance(value, (str, Link)):
            found = _named(walk, node, value, match[1] or match[2] or "")
        if found is not None and found.weight != 0:
            yield found
    if "loras" in node.inputs or "lora" in node.kind.lower():
        yield from _listed(node)


def stacked(walk: Walk, node: Node) -> Iterator[Node]:
    """The nodes whose lists a node applies, the nearest first."""
    seen: set[Link] = set()
    link = node.first_link(STACKS)
    while link is not None:
        found = source(walk, link, "lora_stack")
        if not isinstance(found, Link) or found in seen or (stack := walk.node(found)) is None:
            return
        seen.add(found)
        yield stack
        link = stack.first_link(STACKS)


def _named(walk: Walk, node: Node, value: object, index: str) -> Lora | None:
    name = word(scalar(walk, value, Field.MODEL_NAME))
    if name in (None, "None") or _is_off(node, index):
        return None
    return Lora(name=name, weight=_weight(walk, node, index))


def _is_off(node: Node, index: str) -> bool:
    """Stacks keep what was switched off, and what stands behind the count that they show."""
    shown = node.inputs.get("lora_count", node.inputs.get("num_loras"))
    if isinstance(shown, int) and index and int(index) > shown:
        return True
    return node.inputs.get(f"switch_{index}") == "Off" or node.inputs.get("toggle") is False


def _weight(walk: Walk, node: Node, index: str) -> float | None:
    advanced = "advanced" in (node.inputs.get("mode"), node.inputs.get("input_mode"))
    forms = _INDEXED_WEIGHTS if index else _WEIGHTS
    for form in sorted(forms, key=lambda form: advanced and "model" not in form):
        if (value := node.inputs.get(form.format(index))) is not None:
            return number(scalar(walk, value, Field.WEIGHT))
    return None


def _entry(value: object) -> Lora | None:
    """`{"on": true, "lora": name, "strength": 0.8}`, as in Power Lora Loader (rgthree)."""
    if not isinstance(value, Mapping) or not value.get("on", value.get("active", True)):
        return None
    name = word(value.get("lora", value.get("name")))
    if name in (None, "None"):
        return None
    return Lora(name=name, weight=number(value.get("strength")))


def _listed(node: Node) -> Iterator[Lora]:
    """A list of entries (Lora Manager), or `<lora:name:weight>` in a text (tag loaders)."""
    listed = node.inputs.get("loras")
    if isinstance(listed, list):
        found = (_entry(value) for value in listed)
        yield from (lora for lora in found if lora is not None and lora.weight != 0)
    elif isinstance(text := node.inputs.get("text"), str):
        for name, weight in _TAG.findall(text):
            yield Lora(name=name, weight=number(weight))
