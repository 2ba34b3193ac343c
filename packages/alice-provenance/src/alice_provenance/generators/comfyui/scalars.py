"""Plain values of a graph as the types that a generation has; None for what is none."""

import math

from alice_provenance.generators.comfyui.json_text import storable

_INT32 = 2**31


def seed(value: object) -> int | None:
    """A seed of 64 bits, exact. Negative ones only ask for a random seed."""
    whole = _whole(value)
    return whole if whole is not None and 0 <= whole < 2**64 else None


def count(value: object) -> int | None:
    whole = _whole(value)
    return whole if whole is not None and 0 < whole < _INT32 else None


def number(value: object) -> float | None:
    """A finite number, also when written as text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def word(value: object) -> str | None:
    return storable(value).strip() or None if isinstance(value, str) else None


def _whole(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value) if len(value) <= 20 else None
    return int(value) if isinstance(value, float) and value.is_integer() else None


def text(value: object) -> str | None:
    """A text that says something, as it is written."""
    return storable(value) if isinstance(value, str) and storable(value).strip() else None
