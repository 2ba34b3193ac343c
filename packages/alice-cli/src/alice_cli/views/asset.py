"""One asset in full: the file, who made it and how, how good it looks."""

from collections.abc import Iterator

from rich.console import Group, RenderableType

from alice_cli.views.evidence import evidence_table
from alice_cli.views.facts import Fact, facts_grid, listed
from alice_cli.views.judgement import judgement_facts
from alice_cli.views.origin import origin_facts
from alice_cli.views.text import dimensions, moment, size
from alice_contracts.http.assets import Asset
from alice_contracts.http.door import AssetView
from alice_contracts.http.metadata import Metadata, RawBlock
from alice_contracts.http.search import Document
from alice_contracts.identity import hex_digest
from alice_contracts.provenance import Generation, Provenance


def asset_view(view: AssetView) -> RenderableType:
    """What several know is shown as its owner knows it."""
    grid = facts_grid(
        _identity(view),
        _origin(view),
        judgement_facts(view),
        _raw(view.metadata),
        listed("Missing", (f"no answer from {short}" for short in view.unavailable)),
    )
    evidence = view.metadata.provenance.evidence if view.metadata else ()
    return Group(grid, evidence_table(evidence))


def _identity(view: AssetView) -> Iterator[Fact]:
    yield "ID", hex_digest(view.asset_id)
    if facts := view.asset or view.document:
        yield from _file(facts)
        yield from _places(facts)


def _file(facts: Asset | Document) -> Iterator[Fact]:
    yield "State", facts.state.value
    if facts.rejection:
        yield "Rejected", f"{facts.rejection.reason}: {facts.rejection.detail}"
    yield "Type", facts.mime
    yield "Size", size(facts.size)
    yield "Pixels", dimensions(facts.width, facts.height)
    yield "Duration", f"{facts.duration:.1f} s" if facts.duration else ""
    yield "Frames", str(facts.frames) if facts.frames and facts.frames > 1 else ""
    yield "Discovered", moment(facts.discovered_at)
    yield "Pixel hash", facts.pixel_hash or ""
    yield "Look-alikes", facts.perceptual_hash or ""


def _places(facts: Asset | Document) -> Iterator[Fact]:
    renditions = (
        f"{item.edge} px: {dimensions(item.width, item.height)} {item.mime}"
        for item in facts.renditions
    )
    locations = (f"{item.library or 'uploaded'}: {item.path}" for item in facts.locations)
    yield from listed("Renditions", renditions)
    yield from listed("Locations", locations)


def _origin(view: AssetView) -> Iterator[Fact]:
    """Nothing where nobody has looked yet."""
    if view.metadata:
        yield from origin_facts(view.metadata.provenance)
    elif view.document and view.document.generator is not None:
        yield from origin_facts(_heard(view.document))


def _heard(document: Document) -> Provenance:
    """What search has heard from metadata: all but the evidence."""
    facts = document.model_dump(exclude_none=True)
    return Provenance(**facts, generation=Generation(**facts))


def _raw(metadata: Metadata | None) -> Iterator[Fact]:
    if metadata:
        yield from listed("Raw blocks", map(_block, metadata.blocks))
        yield from listed("Problems", metadata.problems)


def _block(block: RawBlock) -> str:
    return f"{block.number}: {block.place}, {block.media_type}, {size(block.size)}"
