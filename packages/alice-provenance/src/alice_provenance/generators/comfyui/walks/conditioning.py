"""From conditioning back to the text encoders, and so to the prompts."""

from typing import NamedTuple

from alice_provenance.generators.comfyui.graph import Link, Node
from alice_provenance.generators.comfyui.links.names import BUNDLES, CONDITIONING, EMBEDDINGS, Field
from alice_provenance.generators.comfyui.links.resolving import source
from alice_provenance.generators.comfyui.links.walk import Walk
from alice_provenance.generators.comfyui.scalars import text
from alice_provenance.generators.comfyui.walks.texts import encoded_text


class _Pending(NamedTuple):
    """`shared` conditioning holds both prompts; what is `joined` belongs to the text before."""

    value: object
    polarity: Field
    shared: bool = False
    joined: bool = False


def prompt(walk: Walk, sampler: Node, polarity: Field) -> str | None:
    """The text of the first encoder that a sampler's conditioning comes from.

    Conditionings that are combined (areas, masks, times) are alternatives, of which the first
    counts; concatenated ones are one text, a line each. Without conditioning the text is the
    sampler's own.
    """
    stack = _of_sampler(sampler, polarity)
    if not stack:
        return text(encoded_text(walk, sampler, polarity, shared=True))
    seen: set[tuple[Link, Field]] = set()
    texts: list[str] = []
    while stack:
        item = stack.pop()
        if texts and not item.joined:
            continue
        item = item._replace(value=source(walk, item.value, item.polarity))
        if isinstance(item.value, Link):
            if (item.value, item.polarity) in seen:
                continue
            seen.add((item.value, item.polarity))
        upstream, encoded = _explored(walk, item)
        stack.extend(reversed(upstream))
        texts += [encoded] if encoded and encoded.strip() else []
    return text("\n".join(texts))


def _explored(walk: Walk, item: _Pending) -> tuple[list[_Pending], str | None]:
    """What to look at next, or the text where an encoder is reached."""
    if isinstance(item.value, str):
        return [], item.value
    if not isinstance(item.value, Link) or (node := walk.node(item.value)) is None:
        return [], None
    if _is_zeroed(node):
        return [], None
    if upstream := _upstream(node, item):
        return upstream, None
    return [], encoded_text(walk, node, item.polarity, shared=item.shared)


def _of_sampler(sampler: Node, polarity: Field) -> list[_Pending]:
    for name in CONDITIONING[polarity]:
        if (value := sampler.inputs.get(name)) is not None:
            return [_Pending(value, polarity)]
    link = sampler.first_link(("guider", *EMBEDDINGS, *BUNDLES))
    return [_Pending(link, polarity, shared=True)] if link else []


def _is_zeroed(node: Node) -> bool:
    """`ConditioningZeroOut` leaves nothing of its text."""
    return "zeroout" in node.kind.lower()


def _upstream(node: Node, item: _Pending) -> list[_Pending]:
    """The conditionings that a node makes its own from, in order; none for an encoder."""
    polarity = _polarity(node, item)
    names = CONDITIONING[polarity] if item.shared else (*CONDITIONING[polarity], "conditioning")
    for name in names:
        if isinstance(value := node.inputs.get(name), Link):
            found = [item._replace(value=value, polarity=polarity, shared=False)]
            return found + _further(node, item._replace(polarity=polarity), name)
    if further := _further(node, item, ""):
        return further
    link = node.first_link((*EMBEDDINGS, *BUNDLES))
    return [item._replace(value=link, shared=True)] if link else []


def _polarity(node: Node, item: _Pending) -> Field:
    """Nodes with both conditionings (`ControlNetApplyAdvanced`) hand them on in slots 0 and 1.

    Loaders with both prompts have other outputs before.
    """
    slot = item.value.slot if isinstance(item.value, Link) else 0
    both = (node.inputs.get("positive"), node.inputs.get("negative"))
    if item.shared or slot > 1 or "ckpt_name" in node.inputs:
        return item.polarity
    if not all(isinstance(value, Link) for value in both):
        return item.polarity
    return (Field.POSITIVE, Field.NEGATIVE)[slot]


def _further(node: Node, item: _Pending, first: str) -> list[_Pending]:
    joined = "concat" in node.kind.lower()
    others = [
        value for name, value in node.links() if name.startswith("conditioning_") and name != first
    ]
    return [
        item._replace(value=value, joined=item.joined or (joined and number > 0))
        for number, value in enumerate(others)
    ]
