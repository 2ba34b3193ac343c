"""Dead letters and failed work on a terminal."""

from collections.abc import Iterable

from rich.table import Table

from alice_cli.dead import DeadItem
from alice_cli.output import printable
from alice_cli.views.text import moment


def dead_table(items: Iterable[DeadItem]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Ref", no_wrap=True)
    table.add_column("What", no_wrap=True, overflow="ellipsis")
    table.add_column("Since", no_wrap=True)
    table.add_column("Tries", no_wrap=True, justify="right")
    table.add_column("Error", overflow="fold", ratio=1)
    for item in items:
        table.add_row(
            item.ref,
            printable(item.what),
            moment(item.since),
            str(item.tries),
            printable(item.error),
        )
    return table
