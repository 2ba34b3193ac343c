"""The text that reaches an encoder: through text nodes, switches and concatenations."""

import re
from typing import Final, NamedTuple

from alice_provenance.generators.comfyui.graph import Link, Node
from alice_provenance.generators.comfyui.links.names import (
    ENCODERS_OF_ONE_MODEL,
    POLAR_TEXTS,
    TEXTS,
    Field,
)
from alice_provenance.generators.comfyui.links.resolving import source
from alice_provenance.generators.comfyui.links.walk import Walk

MAX_CHARACTERS: Final = 100_000
"""Of one text: concatenations of concatenations can double with every node."""

MAX_OTHERS: Final = 16
"""Branches not taken that are kept for the case that the taken one has no text."""

_PART = re.compile(r"(text|string|prompt|str|value|input)_?([a-z]|\d{1,3})", re.IGNORECASE)
_DELIMITERS: Final = ("delimiter", "separator", "divider")
# Nodes with one of these let a model write the text when the graph runs.
_WRITERS: Final = frozenset(
    (
        "clip",
        "image",
        "images",
        "llm",
        "llm_model",
        "max_length",
        "max_new_tokens",
        "max_tokens",
        "temperature",
        "api_key",
    )
)


class _Pending(NamedTuple):
    """`others` are the branches that switches on the way did not choose."""

    value: object
    others: tuple[object, ...] = ()


class _Leave(NamedTuple):
    """All parts of this node's text are done."""

    link: Link


def encoded_text(walk: Walk, node: Node, polarity: Field, *, shared: bool = False) -> str | None:
    """The text of an encoder; of a `shared` one, that of the polarity alone.

    Several encoders' texts follow each other, a line each, without repeats.
    """
    for names in ENCODERS_OF_ONE_MODEL:
        found = [_said(walk, node.inputs.get(name), polarity) for name in names]
        if texts := [text for text in found if text]:
            return "\n".join(dict.fromkeys(texts))
    own = POLAR_TEXTS[polarity]
    for name in own if shared and polarity is Field.NEGATIVE else own + TEXTS:
        if text := _said(walk, node.inputs.get(name), polarity):
            return text
    return None


def _said(walk: Walk, value: object, polarity: Field) -> str | None:
    text = flat_text(walk, value, polarity)
    return text if text and text.strip() else None


def flat_text(walk: Walk, value: object, polarity: Field) -> str | None:
    """The text at the end of a link, pieced together; None where no part of it is in the graph.

    What a language model writes when the graph runs is not in the file: then the text counts
    that a switch would have taken instead, or else the one that the model was given.
    """
    pieces: list[str] = []
    length = 0
    open_links: set[Link] = set()
    stack: list[_Pending | _Leave] = [_Pending(value)]
    while stack:
        item = stack.pop()
        if isinstance(item, _Leave):
            open_links.discard(item.link)
            continue
        others: list[object] = list(item.others)
        found = source(walk, item.value, Field.TEXT, others)
        if isinstance(found, str):
            pieces.append(found)
            length += len(found)
        elif isinstance(found, Link) and found not in open_links:
            open_links.add(found)
            stack.append(_Leave(found))
            stack.extend(reversed(_parts(walk, found, polarity, tuple(others[-MAX_OTHERS:]))))
        if length > MAX_CHARACTERS:
            walk.note(f"a text is longer than {MAX_CHARACTERS:,} characters and was cut")
            break
    return "".join(pieces)[:MAX_CHARACTERS] if pieces else None


def _parts(walk: Walk, link: Link, polarity: Field, others: tuple[object, ...]) -> list[_Pending]:
    """What the text of a node consists of, in order."""
    node = walk.node(link)
    if node is None:
        return []
    if not _WRITERS.isdisjoint(node.inputs) and others:
        return [_Pending(others[-1], others[:-1])]
    if concatenated := _concatenated(node):
        return concatenated
    for name in (*POLAR_TEXTS[polarity], *TEXTS):
        if isinstance(value := node.inputs.get(name), (str, Link)):
            return [_Pending(value, others)]
    return _only_value(node)


def _concatenated(node: Node) -> list[_Pending]:
    parts = [
        value
        for name, value in node.inputs.items()
        if _PART.fullmatch(name) and isinstance(value, (str, Link))
    ]
    if len(parts) < 2 or node.inputs.get("action") == "replace":
        return []
    delimiter = _delimiter(node)
    pending = [_Pending(parts[0])]
    for part in parts[1:]:
        pending += [_Pending(delimiter), _Pending(part)]
    return pending


def _delimiter(node: Node) -> object:
    for name in _DELIMITERS:
        if (delimiter := node.inputs.get(name)) is not None:
            return delimiter.replace("\\n", "\n") if isinstance(delimiter, str) else delimiter
    return ", " if node.inputs.get("tidy_tags") == "yes" else ""


def _only_value(node: Node) -> list[_Pending]:
    """A node with one link hands it on, as far as anybody can tell; one text is its text."""
    links = [value for value in node.inputs.values() if isinstance(value, Link)]
    words = [value for value in node.inputs.values() if isinstance(value, str)]
    if len(links) == 1:
        return [_Pending(links[0])]
    return [_Pending(words[0])] if not links and len(words) == 1 else []
