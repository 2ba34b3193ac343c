"""One platform a home."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alice_cli.runtime.errors import PlatformError


class AlreadyRunningError(PlatformError):
    """Another process holds the home's lock."""


@contextmanager
def platform_lock(path: Path) -> Iterator[None]:
    """Hold the lock; it ends with this process, however that ends, and children do not hold it.

    Raises:
        AlreadyRunningError: when another process holds it.
    """
    # A record lock (lockf): unlike one of flock, a fork does not inherit it.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        os.close(descriptor)
        raise AlreadyRunningError from error
    try:
        yield
    finally:
        os.close(descriptor)
