"""Tables with as many columns as the terminal has room for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.console import Console, ConsoleOptions, JustifyMethod, RenderResult
from rich.table import Table

from alice_cli.output import printable

ItemT = TypeVar("ItemT")


@dataclass(frozen=True)
class Column(Generic[ItemT]):
    """`tell` says what one item has there.

    A column is shown from `from_width` characters of the terminal on; `ratio` is its share of
    what the others leave.
    """

    heading: str
    tell: Callable[[ItemT], str]
    from_width: int = 0
    ratio: int | None = None
    max_width: int | None = None
    justify: JustifyMethod = "left"


@dataclass(frozen=True)
class FittingTable(Generic[ItemT]):
    """One line an item; what is too long is cut."""

    items: Iterable[ItemT]
    columns: Sequence[Column[ItemT]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Rich asks for it."""
        shown = [column for column in self.columns if column.from_width <= options.max_width]
        table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
        for column in shown:
            table.add_column(
                column.heading,
                no_wrap=True,
                overflow="ellipsis",
                ratio=column.ratio,
                max_width=column.max_width,
                justify=column.justify,
            )
        for item in self.items:
            table.add_row(*(printable(column.tell(item)) for column in shown))
        yield table
