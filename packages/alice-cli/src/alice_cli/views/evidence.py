"""Why claims about a file are believed."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table

from alice_cli.output import printable
from alice_cli.views.text import percent
from alice_contracts.provenance import Evidence, Subject

ABOUT = {
    Subject.GENERATOR: "generator",
    Subject.TOOL_VERSION: "version",
    Subject.MODEL: "model",
    Subject.IS_AI: "made by AI",
}


def evidence_table(evidence: Sequence[Evidence]) -> RenderableType:
    """Below what it is evidence for; nothing where there is none."""
    if not evidence:
        return ""
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    table.add_column("Evidence", overflow="fold", ratio=2)
    table.add_column("Sure", no_wrap=True, justify="right")
    table.add_column("Where, and what it says there", overflow="fold", ratio=5)
    for each in evidence:
        table.add_row(
            f"{ABOUT[each.about]}: {printable(each.claim)}",
            percent(each.confidence),
            f"{printable(each.place)}, {each.kind.replace('_', ' ')}\n{printable(each.excerpt)}",
        )
    return Padding(table, (1, 0, 0, 0))
