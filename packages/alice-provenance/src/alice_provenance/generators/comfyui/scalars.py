"""JSON values of a graph as what a generation holds; None for what is none."""

from alice_provenance.numbers import count_of, decimal_of

SEEDS = range(2**64)
"""Of ComfyUI; what is negative only asks for a random one."""


def seed(value: object) -> int | None:
    """All 64 bits, exact."""
    digits = _spelt(value)
    if not digits.isdecimal() or len(digits) > len(str(SEEDS.stop)):
        return None
    return int(digits) if int(digits) in SEEDS else None


def count(value: object) -> int | None:
    return count_of(_spelt(value)) or None


def number(value: object) -> float | None:
    """Finite, also when written as text."""
    return decimal_of(_spelt(value))


def word(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def text(value: object) -> str | None:
    """A text that says something, as it is written."""
    return value if isinstance(value, str) and value.strip() else None


def _spelt(value: object) -> str:
    """A number as text, without the fraction that a whole one may have."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return format(value, ".0f")
    if isinstance(value, int) and not -(2**64) < value < 2**64:
        return ""
    return str(value).strip()
