"""Who made a picture and how, and what that rests on."""

from collections.abc import Iterator

from alice_cli.views.facts import Fact, listed
from alice_cli.views.text import number
from alice_contracts.provenance import Evidence, Generation, Lora, Provenance, Subject

ABOUT = {
    Subject.GENERATOR: "generator",
    Subject.TOOL_VERSION: "version",
    Subject.MODEL: "model",
    Subject.IS_AI: "made by AI",
}


def origin_facts(provenance: Provenance) -> Iterator[Fact]:
    yield "Generator", _generator(provenance)
    yield "Made by AI", provenance.is_ai.value
    yield from _generation(provenance.generation)
    yield "Tags", ", ".join(tag.name for tag in provenance.tags)
    yield from listed("Evidence", map(_evidence, provenance.evidence))


def _generator(provenance: Provenance) -> str:
    named = f"{provenance.generator} {provenance.tool_version or ''}".rstrip()
    return f"{named} ({provenance.confidence:.0%} sure)" if provenance.confidence else named


def _generation(generation: Generation) -> Iterator[Fact]:
    yield from listed("Prompt", _lines(generation.prompt))
    yield from listed("Negative", _lines(generation.negative_prompt))
    model_hash = f"[{generation.model_hash}]" if generation.model_hash else ""
    yield "Model", f"{generation.model or ''} {model_hash}".strip()
    yield from listed("LoRAs", map(_lora, generation.loras))
    yield "Seed", str(generation.seed) if generation.seed is not None else ""
    yield "Steps", number(generation.steps)
    yield "Sampler", generation.sampler or ""
    yield "Scheduler", generation.scheduler or ""
    yield "CFG scale", number(generation.cfg_scale)


def _lora(lora: Lora) -> str:
    return lora.name if lora.weight is None else f"{lora.name} × {number(lora.weight)}"


def _lines(text: str | None) -> list[str]:
    return (text or "").strip().split("\n")


def _evidence(evidence: Evidence) -> str:
    kind = evidence.kind.replace("_", " ")
    return f"{ABOUT[evidence.about]} {evidence.claim}: {evidence.place} ({kind})"
