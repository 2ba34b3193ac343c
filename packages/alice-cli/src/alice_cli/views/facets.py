"""Facets: how many of a selection have each value."""

from collections.abc import Sequence

from rich.bar import Bar
from rich.console import Group, RenderableType
from rich.table import Table

from alice_cli.output import printable
from alice_cli.views.text import star_signs
from alice_contracts.http.search import FacetName, Facets, FacetValue

VALUE_WIDTH = 40
BAR_WIDTH = 24
HEADINGS = {FacetName.IS_AI: "AI"}


def facets_view(facets: Facets) -> RenderableType:
    """The longest bar of each facet is its most frequent value."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=VALUE_WIDTH)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(width=BAR_WIDTH)
    for name, values in facets.facets.items():
        if values:
            _add(table, name, values)
    return Group(f"{facets.total:,} assets", table)


def _add(table: Table, name: FacetName, values: Sequence[FacetValue]) -> None:
    table.add_row()
    table.add_row(HEADINGS.get(name, name.capitalize()), style="bold")
    most = max(item.count for item in values)
    for item in values:
        value = star_signs(int(item.value)) if name is FacetName.STARS else item.value
        bar = Bar(most, 0, item.count, width=BAR_WIDTH)
        table.add_row(printable(value), f"{item.count:,}", bar)
