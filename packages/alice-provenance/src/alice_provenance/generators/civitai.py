"""Civitai's own jobs, apart from those that leave an infotext.

A job that runs a graph leaves it as EXIF UserComment with `extraMetadata`, a JSON text that
says what was asked for. Every picture made on the site names as artist `ai` and as software the
UUID of its job.
"""

import re
from collections.abc import Iterator

from alice_contracts.provenance import Evidence, EvidenceKind, Generation, IsAi, Subject
from alice_provenance.blocks import Block, Blocks
from alice_provenance.evidence import evidence
from alice_provenance.finding import Finding
from alice_provenance.json_text import JsonError, JsonValue, parse_json
from alice_provenance.numbers import count_of, decimal_of, seed_of

NAME = "Civitai"
GRAPH_KEYS = ("UserComment", "exif:UserComment", "prompt")
EXTRA = "extraMetadata"
ARTIST = "ai"
JOB = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
EXTRA_CONFIDENCE, JOB_CONFIDENCE = 0.95, 0.8


def read(blocks: Blocks) -> Iterator[Finding]:
    """A finding a graph with `extraMetadata`, and one for the job that artist and software name."""
    for block, text in blocks.texts(*GRAPH_KEYS):
        if EXTRA in text and (extra := _extra(text)) is not None:
            yield _asked(block, extra)
    if any(artist == ARTIST for _, artist in blocks.texts("Artist")):
        for block, software in blocks.texts("Software"):
            if JOB.fullmatch(software):
                claims = _claims(EvidenceKind.LABEL, block, JOB_CONFIDENCE, software)
                yield Finding(generator=NAME, evidence=claims)


def _extra(text: str) -> str | None:
    """What stands under the mark, if the text is JSON and has it at the top."""
    try:
        graph = parse_json(text)
    except JsonError:
        return None
    extra = graph.get(EXTRA) if isinstance(graph, dict) else None
    return extra if isinstance(extra, str) else None


def _asked(block: Block, extra: str) -> Finding:
    claims = _claims(EvidenceKind.GENERATION_METADATA, block, EXTRA_CONFIDENCE, f"{EXTRA}: {extra}")
    try:
        asked = parse_json(extra)
    except JsonError as error:
        problem = f"{block.place}: {EXTRA}: {error}"
        return Finding(generator=NAME, evidence=claims, problems=(problem,))
    generation = _generation(asked) if isinstance(asked, dict) else Generation()
    return Finding(generator=NAME, evidence=claims, generation=generation)


def _claims(
    kind: EvidenceKind, block: Block, confidence: float, excerpt: str
) -> tuple[Evidence, ...]:
    return tuple(
        evidence(about, claim, kind, block, confidence, excerpt)
        for about, claim in ((Subject.GENERATOR, NAME), (Subject.IS_AI, IsAi.YES))
    )


def _generation(asked: dict[str, JsonValue]) -> Generation:
    def text(name: str) -> str:
        value = asked.get(name)
        return str(value).strip() if isinstance(value, str | int | float) else ""

    return Generation(
        prompt=text("prompt") or None,
        negative_prompt=text("negativePrompt") or None,
        seed=seed_of(text("seed")),
        steps=count_of(text("steps")),
        sampler=text("sampler") or None,
        cfg_scale=decimal_of(text("cfgScale")),
    )
