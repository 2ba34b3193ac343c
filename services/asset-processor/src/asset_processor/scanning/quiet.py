"""A file is taken only when it has been quiet: nobody seems to be writing it any more."""

from time import time_ns

from asset_processor.scanning.walk import FileEntry

NANOSECONDS = 1_000_000_000


def seconds_until_quiet(entry: FileEntry, quiet: float) -> float:
    """How long this file must still lie untouched; a time in the future counts as old."""
    age = (time_ns() - entry.mtime_ns) / NANOSECONDS
    return quiet - age if 0 <= age < quiet else 0.0
