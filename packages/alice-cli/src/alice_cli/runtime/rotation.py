"""Keeps logs small."""

import shutil
from collections.abc import Iterable
from pathlib import Path

LIMIT_BYTES = 10 * 1024**2


def rotate(logs: Iterable[Path], limit: int = LIMIT_BYTES) -> None:
    """Copy each log over `limit` bytes to `<name>.1` and empty it.

    The writers hold the file open in append mode and go on at its new end; a line written
    between copy and truncation is lost.
    """
    for log in logs:
        if log.exists() and log.stat().st_size > limit:
            shutil.copyfile(log, log.with_name(f"{log.name}.1"))
            with log.open("r+b") as file:
                file.truncate()
