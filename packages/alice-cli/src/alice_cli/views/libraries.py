"""Libraries and scans on a terminal."""

from collections.abc import Iterable

from rich.table import Table

from alice_cli.output import printable
from alice_cli.views.text import moment
from alice_contracts.http.assets import Library, Scan, WatchMode


def libraries_table(libraries: Iterable[Library]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Name", "State", "Files", "Watched", "Scanned"):
        table.add_column(heading, no_wrap=True, justify="right" if heading == "Files" else "left")
    table.add_column("Folder", overflow="fold", ratio=1)
    for library in libraries:
        table.add_row(
            library.name,
            _state(library),
            f"{library.files:,}",
            _watched(library),
            moment(library.scanned_at) if library.scanned_at else "not yet",
            printable(library.path),
        )
    return table


def _state(library: Library) -> str:
    return f"{library.state} ({library.detail})" if library.detail else library.state.value


def _watched(library: Library) -> str:
    if library.watching is WatchMode.INTERVAL:
        return f"every {library.interval:g} s"
    return library.watching.value


def scan_line(scan: Scan) -> str:
    counts = ", ".join(f"{count:,} {outcome}" for outcome, count in scan.counts.items() if count)
    return f"Scan of {scan.library}: {counts or 'nothing changed'}."
