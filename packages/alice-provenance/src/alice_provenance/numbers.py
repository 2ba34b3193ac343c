"""Numbers out of other people's texts, within what the contracts hold."""

import math

LARGEST_COUNT = 2**31 - 1
SEEDS = range(-(2**63), 2**63)


def seed_of(text: str) -> int | None:
    """A whole number of 64 bits with its sign, exact; None for anything else."""
    number = _integer(text)
    return number if number is not None and number in SEEDS else None


def count_of(text: str) -> int | None:
    """A whole number from 0 to 2³¹ - 1; None for anything else."""
    number = _integer(text)
    return number if number is not None and 0 <= number <= LARGEST_COUNT else None


def decimal_of(text: str) -> float | None:
    """A finite number; None for anything else."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _integer(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
