"""From the blocks that may hold an infotext to findings."""

from collections.abc import Iterator

from alice_contracts.provenance import (
    UNKNOWN,
    Evidence,
    EvidenceKind,
    Generation,
    IsAi,
    Lora,
    Subject,
)
from alice_provenance import limits
from alice_provenance.blocks import Block, Blocks
from alice_provenance.evidence import evidence
from alice_provenance.finding import Finding
from alice_provenance.generators.a1111.civitai_resources import (
    RESOURCES,
    checkpoint,
    resource_loras,
)
from alice_provenance.generators.a1111.infotext import Infotext, parse_infotext
from alice_provenance.generators.a1111.loras import distinct, listed_loras, loras_in
from alice_provenance.generators.a1111.writers import Writer, writer_of
from alice_provenance.numbers import count_of, decimal_of, seed_of

KEYS = ("parameters", "UserComment", "exif:UserComment", "comment", "©cmt", "COMMENT")
"""PNG; EXIF of JPEG, WebP and AVIF; XMP made of EXIF; GIF; MP4; WebM."""

TEXT_CONFIDENCE = 0.95
"""In what the text says, apart from who wrote it."""


def read(blocks: Blocks) -> Iterator[Finding]:
    """A finding a text, each text once."""
    seen: set[str] = set()
    for block, text in blocks.texts(*KEYS):
        if text in seen:
            continue
        seen.add(text)
        if len(text) > limits.INFOTEXT_CHARACTERS:
            yield _too_long(block, text)
        elif infotext := parse_infotext(text):
            yield infotext_finding(block, infotext, writer_of(infotext.settings))


def _too_long(block: Block, text: str) -> Finding:
    problem = f"{block.place}: it has {len(text):,} characters, too many to look for settings in"
    return Finding(generator=UNKNOWN, is_ai=IsAi.UNKNOWN, evidence=(), problems=(problem,))


def infotext_finding(block: Block, infotext: Infotext, writer: Writer) -> Finding:
    """What an infotext says, whoever wrote it."""
    return Finding(
        generator=writer.name,
        tool_version=writer.version,
        evidence=tuple(_evidence(block, infotext, writer)),
        generation=_generation(infotext),
    )


def _evidence(block: Block, infotext: Infotext, writer: Writer) -> Iterator[Evidence]:
    def claim(about: Subject, what: str, confidence: float, excerpt: str) -> Evidence:
        kind = EvidenceKind.GENERATION_METADATA
        return evidence(about, what, kind, block, confidence, excerpt)

    line, settings = infotext.settings_line, infotext.settings
    if writer.name != UNKNOWN:
        said = writer.said or line
        yield claim(Subject.GENERATOR, writer.name, writer.confidence, said)
    if writer.version:
        said = f"Version: {writer.version}"
        yield claim(Subject.TOOL_VERSION, writer.version, writer.confidence, said)
    if model := settings.get("Model"):
        yield claim(Subject.MODEL, model, TEXT_CONFIDENCE, f"Model: {model}")
    elif resource := checkpoint(settings):
        yield claim(Subject.MODEL, resource, TEXT_CONFIDENCE, settings[RESOURCES])
    yield claim(Subject.IS_AI, IsAi.YES, TEXT_CONFIDENCE, line)


def _generation(infotext: Infotext) -> Generation:
    """Settings by the names that A1111 gave them; imitators vary in case."""
    settings = {name.lower(): value for name, value in infotext.settings.items()}
    return Generation(
        prompt=infotext.prompt or None,
        negative_prompt=infotext.negative_prompt or None,
        model=settings.get("model") or None,
        model_hash=settings.get("model hash") or None,
        seed=seed_of(settings.get("seed", "")),
        steps=count_of(settings.get("steps", "")),
        sampler=settings.get("sampler") or None,
        scheduler=settings.get("schedule type") or None,
        cfg_scale=decimal_of(settings.get("cfg scale", "")),
        loras=_loras(infotext),
    )


def _loras(infotext: Infotext) -> tuple[Lora, ...]:
    called, settings = loras_in(infotext.prompt), infotext.settings
    return distinct((*called, *listed_loras(settings), *resource_loras(settings)))
