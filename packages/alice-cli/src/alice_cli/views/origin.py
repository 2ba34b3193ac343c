"""Who made a picture, and with what."""

from collections.abc import Iterator

from alice_cli.views.facts import Fact, listed
from alice_cli.views.text import number, percent
from alice_contracts.provenance import Generation, Lora, Provenance


def origin_facts(provenance: Provenance) -> Iterator[Fact]:
    yield "Generator", _generator(provenance)
    yield "Made by AI", provenance.is_ai.value
    yield from _generation(provenance.generation)
    yield "Tags", ", ".join(tag.name for tag in provenance.tags)


def _generator(provenance: Provenance) -> str:
    named = f"{provenance.generator} {provenance.tool_version or ''}".rstrip()
    return f"{named} ({percent(provenance.confidence)} sure)" if provenance.confidence else named


def _generation(generation: Generation) -> Iterator[Fact]:
    yield from listed("Prompt", _lines(generation.prompt))
    yield from listed("Negative", _lines(generation.negative_prompt))
    model_hash = f"[{generation.model_hash}]" if generation.model_hash else ""
    yield "Model", f"{generation.model or ''} {model_hash}".strip()
    yield from listed("LoRAs", map(_lora, generation.loras))
    yield "Seed", number(generation.seed)
    yield "Steps", number(generation.steps)
    yield "Sampler", generation.sampler or ""
    yield "Scheduler", generation.scheduler or ""
    yield "CFG scale", number(generation.cfg_scale)


def _lora(lora: Lora) -> str:
    return lora.name if lora.weight is None else f"{lora.name} × {number(lora.weight)}"


def _lines(text: str | None) -> list[str]:
    return (text or "").strip().split("\n")
