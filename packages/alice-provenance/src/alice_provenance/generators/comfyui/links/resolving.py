"""From a link to the node that makes what it carries, or to the plain value at its end."""

from typing import NamedTuple

from alice_provenance.generators.comfyui.graph import Link, Node
from alice_provenance.generators.comfyui.links import bundles, switches
from alice_provenance.generators.comfyui.links.names import (
    BUNDLES,
    HELPERS,
    NAMED_BY_KIND,
    SETTINGS,
    VALUES,
    Field,
)
from alice_provenance.generators.comfyui.links.samplers import is_sampler
from alice_provenance.generators.comfyui.links.walk import Walk

MAX_SELECTORS = 8
"""Switches whose selector comes from a switch, and so on: deeper ones count as not known."""

_REROUTES = frozenset(("", "*", "any", "anything", "value", "input", "source", "in", "output"))


class _Step(NamedTuple):
    value: object
    field: str
    bundled: bool


def source(
    walk: Walk,
    value: object,
    field: str,
    others: list[object] | None = None,
    *,
    depth: int = 0,
) -> object:
    """Through reroutes, switches, contexts and pipes to a link to the maker, or a plain value.

    None is a dead end: a missing node, a slot with nothing in it, a circle. `others` receives
    what the switches on the way did not choose, that of the last one at the end.
    """
    seen: set[tuple[Link, str]] = set()
    step = _Step(value, field, bundled=False)
    while isinstance(link := step.value, Link):
        if (link, step.field) in seen or (node := walk.node(link)) is None:
            return None
        seen.add((link, step.field))
        if node.slots:
            step = step._replace(value=node.slots.get(link.slot))
        elif switches.is_switch(node):
            chosen, *unchosen = _branches(walk, node, depth)
            step = step._replace(value=chosen)
            if others is not None:
                others += reversed(unchosen)
        elif (onward := _onward(node, link.slot, step)) is not None:
            step = onward
        else:
            return link
    return step.value


def setting(walk: Walk, sampler: Node, field: Field) -> object:
    """What a sampler is told, by itself or by the nodes that help it (noise, guider, sigmas)."""
    return scalar(walk, _given(sampler, field), field)


def scalar(walk: Walk, value: object, field: Field, *, depth: int = 0) -> object:
    """The plain value at the end of a link, or None."""
    seen: set[Link] = set()
    while True:
        value = source(walk, value, field, depth=depth)
        if not isinstance(value, Link):
            return value
        node = None if value in seen else walk.node(value)
        if node is None:
            return None
        seen.add(value)
        if (named := NAMED_BY_KIND.get(field, {}).get(node.kind)) is not None:
            return named
        value = _given(node, field)
        if value is None:
            value = _held(node)


def _branches(walk: Walk, node: Node, depth: int) -> list[object]:
    name = switches.selector(node)
    choice = None
    if name is not None and depth < MAX_SELECTORS:
        choice = scalar(walk, node.inputs[name], Field.SEED, depth=depth + 1)
    return switches.branches(node, choice)


def _onward(node: Node, slot: int, step: _Step) -> _Step | None:
    if field := bundles.field_of_slot(node, slot):
        step = step._replace(field=field, bundled=True)
    if step.bundled or bundles.only_hands_on(node):
        return _unbundled(node, step)
    links = list(node.links())
    if "reroute" in node.kind.lower() or {name for name, _ in links} <= _REROUTES:
        return step._replace(value=links[0][1]) if len(links) == 1 else None
    return None


def _unbundled(node: Node, step: _Step) -> _Step | None:
    """What a bundle holds, from the node that put it in; None where that node made it."""
    if bundles.is_of_picture(step.field) and is_sampler(node):
        return None
    for name in bundles.names_of(step.field):
        if (value := node.inputs.get(name)) is not None:
            return _Step(value, step.field, bundled=False)
    if (link := node.first_link(BUNDLES)) is not None:
        return _Step(link, step.field, bundled=True)
    return None


def _given(node: Node, field: Field) -> object:
    for name in SETTINGS[field]:
        if (value := node.inputs.get(name)) is not None:
            return value
    return node.first_link(HELPERS.get(field, ()) + BUNDLES)


def _held(node: Node) -> object:
    """The value of a node that does nothing else than hold one."""
    for name in VALUES:
        if (value := node.inputs.get(name)) is not None:
            return value
    values = list(node.inputs.values())
    return values[0] if len(values) == 1 else None
