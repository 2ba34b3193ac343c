"""What is known of one thing, a line a fact."""

from collections.abc import Iterable, Iterator

from rich.table import Table

from alice_cli.output import printable

Fact = tuple[str, str]


def facts_grid(*groups: Iterable[Fact]) -> Table:
    """Names beside values, a blank line between groups; facts without a value are left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for group in groups:
        facts = [(name, value) for name, value in group if value]
        if facts and grid.row_count:
            grid.add_row()
        for name, value in facts:
            grid.add_row(name, printable(value))
    return grid


def listed(name: str, values: Iterable[str]) -> Iterator[Fact]:
    """One fact of several lines, whose name stands beside the first."""
    for number, value in enumerate(values):
        yield "" if number else name, value
