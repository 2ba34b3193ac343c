"""What files say of themselves: one in full, several as a table."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from alice_cli.inspection import Inspection
from alice_cli.output import printable
from alice_cli.views.evidence import evidence_table
from alice_cli.views.facts import Fact, facts_grid
from alice_cli.views.origin import origin_facts
from alice_cli.views.text import dimensions, percent, size
from alice_contracts.identity import hex_digest

LONGEST_LINE = 1000
"""Of a prompt, more than any terminal shows."""


def inspection_view(inspection: Inspection) -> RenderableType:
    """What it is, who made it, what was asked for, and the evidence."""
    origin = origin_facts(inspection.provenance) if inspection.readable else ()
    grid = facts_grid(_file(inspection), origin, _blocks(inspection))
    return Group(grid, evidence_table(inspection.provenance.evidence))


def inspections_table(inspections: Iterable[Inspection]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    table.add_column("File", overflow="fold", ratio=1)
    table.add_column("Pixels", no_wrap=True, justify="right")
    table.add_column("Generator", no_wrap=True)
    table.add_column("AI", no_wrap=True)
    table.add_column("Sure", no_wrap=True, justify="right")
    table.add_column("Prompt or problem", overflow="fold", ratio=1)
    for inspection in inspections:
        provenance, contents = inspection.provenance, inspection.contents
        table.add_row(
            printable(str(inspection.path)),
            dimensions(contents.width, contents.height),
            printable(provenance.generator) if inspection.readable else "",
            provenance.is_ai.value if inspection.readable else "",
            percent(provenance.confidence) if provenance.evidence else "",
            _error_or_prompt(inspection),
        )
    return table


def _error_or_prompt(inspection: Inspection) -> Text:
    """An error in full, of a prompt as much as fits in the line."""
    if inspection.error:
        return Text(printable(inspection.error))
    prompt = inspection.provenance.generation.prompt or ""
    line = " ".join(prompt[:LONGEST_LINE].split())
    return Text(printable(line), no_wrap=True, overflow="ellipsis")


def _file(inspection: Inspection) -> Iterator[Fact]:
    contents = inspection.contents
    yield "File", str(inspection.path)
    yield "ID", hex_digest(inspection.content or "")
    if contents.media_type:
        yield "Type", contents.media_type.mime
        yield "Size", size(inspection.size)
        yield "Pixels", dimensions(contents.width, contents.height)
        yield "Duration", f"{contents.duration:.1f} s" if contents.duration else ""


def _blocks(inspection: Inspection) -> Iterator[Fact]:
    yield "Metadata", ", ".join(inspection.raw_keys)
    yield "Problems", inspection.error or ""
