"""Who made a picture and how, and what that rests on."""

from collections.abc import Iterable, Iterator

from alice_cli.views.facts import Fact, listed
from alice_cli.views.text import number, size
from alice_contracts.http.door import AssetView
from alice_contracts.http.search import Document
from alice_contracts.provenance import Evidence, Generation, Lora, Provenance, Subject

ABOUT = {
    Subject.GENERATOR: "generator",
    Subject.TOOL_VERSION: "version",
    Subject.MODEL: "model",
    Subject.IS_AI: "AI",
}


def provenance_facts(view: AssetView) -> Iterator[Fact]:
    """Nothing where nobody has looked yet."""
    provenance = view.metadata.provenance if view.metadata else _heard(view.document)
    if provenance is None:
        return
    yield "Generator", _generator(provenance)
    yield "AI", provenance.is_ai.value
    yield from _generation(provenance.generation)
    yield "Tags", ", ".join(tag.name for tag in provenance.tags)
    yield from listed("Evidence", map(_evidence, provenance.evidence))


def block_facts(view: AssetView) -> Iterator[Fact]:
    """The raw blocks by number, and what was wrong with some."""
    if view.metadata is None:
        return
    blocks = view.metadata.blocks
    yield from listed(
        "Raw blocks",
        (f"{item.number}: {item.place}, {item.media_type}, {size(item.size)}" for item in blocks),
    )
    yield from listed(
        "Problems", (f"{item.place}: {item.problem}" for item in blocks if item.problem)
    )


def _heard(document: Document | None) -> Provenance | None:
    """What search has heard from metadata: all but the evidence."""
    if document is None or document.generator is None:
        return None
    facts = document.model_dump(exclude_none=True)
    return Provenance(**facts, generation=Generation(**facts))


def _generator(provenance: Provenance) -> str:
    named = f"{provenance.generator} {provenance.tool_version or ''}".rstrip()
    return f"{named} ({provenance.confidence:.0%} sure)" if provenance.confidence else named


def _generation(generation: Generation) -> Iterator[Fact]:
    model_hash = f" ({generation.model_hash})" if generation.model_hash else ""
    yield "Model", f"{generation.model or ''}{model_hash}".lstrip()
    yield from listed("LoRAs", map(_lora, generation.loras))
    yield "Seed", "" if generation.seed is None else str(generation.seed)
    yield "Sampling", ", ".join(_sampling(generation))
    yield from listed("Prompt", _lines(generation.prompt))
    yield from listed("Negative", _lines(generation.negative_prompt))


def _sampling(generation: Generation) -> Iterator[str]:
    if generation.steps is not None:
        yield f"{generation.steps} steps"
    yield from filter(None, (generation.sampler, generation.scheduler))
    if generation.cfg_scale is not None:
        yield f"CFG {number(generation.cfg_scale)}"


def _lora(lora: Lora) -> str:
    return f"{lora.name} {number(lora.weight)}".rstrip()


def _lines(text: str | None) -> Iterable[str]:
    return (text or "").strip().split("\n")


def _evidence(evidence: Evidence) -> str:
    kind = evidence.kind.replace("_", " ")
    return f"{ABOUT[evidence.about]} {evidence.claim}: {evidence.place} ({kind})"
