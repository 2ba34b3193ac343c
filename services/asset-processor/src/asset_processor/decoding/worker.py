"""What runs inside a decode worker; light to import, because the parent imports it too."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from alice_decoding.limits import DecodeLimits
from alice_decoding.source import Source

if TYPE_CHECKING:
    from asset_processor.decoding.decoded import Decoded


def run(source: Source, limits: DecodeLimits) -> "Decoded":
    """Decode in this process; the libraries are loaded for the first file."""
    return _decoder()(source, limits)


@cache
def _decoder() -> Callable[[Source, DecodeLimits], "Decoded"]:
    from alice_decoding import reading
    from asset_processor.decoding.decode import decode

    reading.configure()
    return decode
