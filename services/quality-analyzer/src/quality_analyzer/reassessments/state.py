"""How an asset of a reassessment stands."""

from enum import StrEnum


class State(StrEnum):
    """`unknown` is an asset that quality never heard of; `dropped` was cancelled in time."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"
