"""Found assets as a table, and one asset in full."""

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table

from alice_cli.output import printable
from alice_cli.views.text import dimensions, moment, short_id, size
from alice_contracts.http.assets import Asset, AssetState
from alice_contracts.http.door import AssetView
from alice_contracts.http.search import Document
from alice_contracts.identity import hex_digest


def documents_table(documents: Iterable[Document]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("ID", no_wrap=True)
    table.add_column("Format", no_wrap=True)
    table.add_column("Pixels", no_wrap=True, justify="right")
    table.add_column("Size", no_wrap=True, justify="right", min_width=8)
    table.add_column("Made", no_wrap=True)
    table.add_column("Name", no_wrap=True, overflow="ellipsis", ratio=1)
    for document in documents:
        table.add_row(
            short_id(document.asset_id),
            document.format,
            _pixels(document),
            size(document.size),
            moment(document.created_at),
            printable(document.filename or ""),
        )
    return table


def _pixels(document: Document) -> str:
    if document.rejection:
        return document.rejection.reason.value
    if document.state is AssetState.DISCOVERED:
        return "waiting"
    return dimensions(document.width, document.height)


def asset_view(view: AssetView) -> RenderableType:
    """What both know is shown as the owner knows it."""
    facts = view.asset or view.document
    if facts is None:
        return printable(view.asset_id)
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in _lines(facts):
        table.add_row(name, printable(value))
    if view.unavailable:
        table.add_row("Missing", printable(f"no answer from {', '.join(view.unavailable)}"))
    return table


def _lines(facts: Asset | Document) -> Sequence[tuple[str, str]]:
    lines = [
        ("ID", hex_digest(facts.asset_id)),
        ("State", facts.state.value),
        ("Type", facts.mime),
        ("Size", size(facts.size)),
        ("Pixels", dimensions(facts.width, facts.height)),
        ("Duration", f"{facts.duration:.1f} s" if facts.duration else ""),
        ("Frames", str(facts.frames) if facts.frames and facts.frames > 1 else ""),
        ("Discovered", moment(facts.discovered_at)),
        ("Pixel hash", facts.pixel_hash or ""),
        ("Look-alikes", facts.perceptual_hash or ""),
    ]
    if facts.rejection:
        lines.append(("Rejected", f"{facts.rejection.reason}: {facts.rejection.detail}"))
    lines += [
        ("Rendition", f"{item.edge} px: {dimensions(item.width, item.height)} {item.mime}")
        for item in facts.renditions
    ]
    lines += [
        ("Location", f"{item.library or 'uploaded'}: {item.path}") for item in facts.locations
    ]
    return [(name, value) for name, value in lines if value]
