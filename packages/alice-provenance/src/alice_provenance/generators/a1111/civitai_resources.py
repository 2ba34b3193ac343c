"""What Civitai lists behind an infotext: `Civitai resources: [{"type": "lora", ...}, ...]`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from alice_contracts.provenance import Lora
from alice_provenance.json_text import JsonError, parse_json

RESOURCES = "Civitai resources"
CHECKPOINT = "checkpoint"
LORA_TYPES = frozenset({"lora", "lycoris", "locon", "dora"})


@dataclass(frozen=True)
class Resource:
    kind: str
    name: str
    version: str
    weight: float | None


def resources(settings: Mapping[str, str]) -> Iterator[Resource]:
    """Those that have a name; some have but a number of Civitai's database."""
    try:
        listed = parse_json(settings.get(RESOURCES, "[]"))
    except JsonError:
        return
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, dict) and isinstance(name := item.get("modelName"), str):
            weight = item.get("weight")
            yield Resource(
                kind=str(item.get("type", "")).lower(),
                name=name,
                version=str(item.get("modelVersionName") or ""),
                weight=weight if isinstance(weight, int | float) else None,
            )


def resource_loras(settings: Mapping[str, str]) -> Iterator[Lora]:
    for resource in resources(settings):
        if resource.kind in LORA_TYPES:
            yield Lora(name=resource.name, weight=resource.weight)


def checkpoint(settings: Mapping[str, str]) -> str | None:
    """Name and version of the model."""
    models = (resource for resource in resources(settings) if resource.kind == CHECKPOINT)
    return next((f"{model.name} {model.version}".strip() for model in models), None)
