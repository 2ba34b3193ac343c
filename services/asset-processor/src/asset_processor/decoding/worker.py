"""What runs inside a decode worker; light to import, because the parent imports it too."""

import os
import resource
import signal
from collections.abc import Callable
from functools import cache

from asset_processor.decoding.limits import DecodeLimits
from asset_processor.decoding.outcome import Decoded
from asset_processor.decoding.source import Source

# The pool has a worker a core: more threads would only get into each other's way.
ONE_THREAD = {"VIPS_CONCURRENCY": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def start(limits: DecodeLimits) -> None:
    """Bound the process before any library is loaded."""
    os.environ.update(ONE_THREAD)
    # pebble's handler would wait for Python code to run, and a decoder may never return to it.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (limits.address_space, limits.address_space))
    # A core file of a killed decoder would hold gigabytes of somebody's pictures.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(source: Source, limits: DecodeLimits) -> Decoded:
    """Decode in this process; the libraries are loaded for the first file."""
    return _decoder()(source, limits)


@cache
def _decoder() -> Callable[[Source, DecodeLimits], Decoded]:
    from asset_processor.decoding import decode

    decode.configure()
    return decode.decode
