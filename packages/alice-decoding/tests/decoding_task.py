"""A task for the pool, found by its name in the processes of a test; light to import."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from alice_decoding.limits import DecodeLimits
from alice_decoding.source import Source

if TYPE_CHECKING:
    from types import ModuleType


@dataclass(frozen=True)
class Seen:
    """What a test asks of a picture."""

    width: int
    decodes: int
    digest: str


def run(source: Source, limits: DecodeLimits) -> Seen:
    with source.open() as file:
        _, found = _reading().read(file, source.size, limits)
    digest = hashlib.sha256(found.picture.pixels.data).hexdigest()
    return Seen(found.picture.width, found.decodes, digest)


@cache
def _reading() -> "ModuleType":
    from alice_decoding import reading

    reading.configure()
    return reading
