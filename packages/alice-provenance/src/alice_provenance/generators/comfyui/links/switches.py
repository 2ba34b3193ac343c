"""Switches: nodes that hand on one of their inputs. Which one, their selector tells."""

import re
from typing import Final

from alice_provenance.generators.comfyui.graph import Node

SELECTORS: Final = ("switch", "boolean", "boolean_value", "condition", "cond", "select", "index")
NUMERIC_SELECTORS: Final = ("Input", "input", "selected")
PAIRS: Final = (
    ("on_false", "on_true"),
    ("ff_value", "tt_value"),
    ("if_false", "if_true"),
    ("false_value", "true_value"),
)
_NUMBERED = re.compile(r"(?P<stem>[a-z_]*?[a-z])_?(?P<number>\d{1,3})", re.IGNORECASE)
_LETTERED = re.compile(r"[a-z]+_(?P<letter>[ab])")


def is_switch(node: Node) -> bool:
    if any(name in node.inputs for pair in PAIRS for name in pair):
        return True
    if selector(node) is not None:
        return bool(_numbered(node) or _lettered(node))
    return "switch" in node.kind.lower() and bool(_numbered(node))


def selector(node: Node) -> str | None:
    """The name of the input that chooses."""
    for name in SELECTORS + NUMERIC_SELECTORS:
        if name in node.inputs:
            return name
    return None


def branches(node: Node, choice: object) -> list[object]:
    """The inputs that a switch may hand on, the chosen one first.

    `choice` is the selector's value, or None where it is not known or there is no selector;
    then the first one counts, as in switches that take whatever is connected.
    """
    for pair in PAIRS:
        if any(name in node.inputs for name in pair):
            return _ordered(
                {i: node.inputs[n] for i, n in enumerate(pair) if n in node.inputs}, choice
            )
    if isinstance(choice, bool):
        # Switches between `text_a` and `text_b` take the first when true.
        return _ordered(_lettered(node) or _numbered(node), 0 if choice else 1)
    return _ordered(_numbered(node) or _lettered(node), choice)


def _ordered(inputs: dict[int, object], choice: object) -> list[object]:
    chosen = int(choice) if isinstance(choice, (bool, int)) else None
    return [inputs[number] for number in sorted(inputs, key=lambda n: (n != chosen, n))]


def _numbered(node: Node) -> dict[int, object]:
    found = ((_NUMBERED.fullmatch(name), value) for name, value in node.inputs.items())
    return {int(match["number"]): value for match, value in found if match and value is not None}


def _lettered(node: Node) -> dict[int, object]:
    found = ((_LETTERED.fullmatch(name), value) for name, value in node.inputs.items())
    return {"ab".index(match["letter"]): value for match, value in found if match}
