"""Low-rank adaptations that a prompt calls for, or that the settings list."""

import re
from collections.abc import Iterable, Iterator, Mapping

from alice_contracts.provenance import Lora
from alice_provenance.numbers import decimal_of

CALL = re.compile(r"<(?:lora|lyco):([^:<>]+)((?::[^:<>]*)*)>")


def loras_in(prompt: str) -> Iterator[Lora]:
    """Calls such as `<lora:name:0.8>`; the first weight counts, which may be named (`te=0.8`)."""
    for name, weights in CALL.findall(prompt):
        first = weights.removeprefix(":").partition(":")[0]
        yield Lora(name=name.strip(), weight=decimal_of(first.rpartition("=")[2]))


def listed_loras(settings: Mapping[str, str]) -> Iterator[Lora]:
    """`Lora hashes: "name: hash, name: hash"`, which gives no weights."""
    for entry in settings.get("Lora hashes", "").split(","):
        name, separator, _ = entry.rpartition(":")
        if separator and name.strip():
            yield Lora(name=name.strip())


def distinct(loras: Iterable[Lora]) -> tuple[Lora, ...]:
    """Of each name the first."""
    first: dict[str, Lora] = {}
    for lora in loras:
        first.setdefault(lora.name, lora)
    return tuple(first.values())
