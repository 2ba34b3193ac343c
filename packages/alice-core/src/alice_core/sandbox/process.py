"""What bounds a process before it touches anything hostile."""

import os
import resource
import signal
from dataclasses import dataclass

# A pool has a worker a core: more threads would only get into each other's way.
ONE_THREAD = {"VIPS_CONCURRENCY": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Bounds:
    """What one call may take: seconds, and bytes of address space (RLIMIT_AS)."""

    seconds: float
    address_space: int


def bound(bounds: Bounds) -> None:
    """To run in a fresh process before any library is loaded."""
    os.environ.update(ONE_THREAD)
    # pebble's handler would wait for Python code to run, and a decoder may never return to it.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (bounds.address_space, bounds.address_space))
    # A core file of a killed worker would hold gigabytes of somebody's pictures.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
