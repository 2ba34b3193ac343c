"""What an ingest did, and how far it is."""

from typing import Self

from rich.console import Console, Group, RenderableType
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from alice_cli.ingest.report import COUNTED, Report
from alice_cli.output import printable
from alice_cli.views.text import size

MANY = 50


class IngestProgress:
    """Bars on a terminal: bytes read and sent, then contents found."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[amount]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def found(self, files: int, size: int) -> None:
        self._grow(f"Hashing {files:,} files", "hash", size)

    def hashed(self, size: int) -> None:
        self._advance("hash", size)

    def missing(self, size: int) -> None:
        self._grow("Sending what is missing", "send", size)

    def sent(self, size: int) -> None:
        self._advance("send", size)

    def scanned(self, files: int) -> None:
        task = self._task("Scanning in place", "scan")
        self._progress.update(task, completed=files, amount=f"{files:,} files")

    def settled(self, done: int, total: int) -> None:
        task = self._task("Looking at the pictures", "settle")
        amount = f"{done:,} of {total:,}"
        self._progress.update(task, completed=done, total=total, amount=amount)

    def _task(self, description: str, key: str) -> TaskID:
        if key not in self._tasks:
            self._tasks[key] = self._progress.add_task(description, total=None, amount="")
        return self._tasks[key]

    def _grow(self, description: str, key: str, amount: int) -> None:
        task = self._task(description, key)
        total = (self._progress.tasks[task].total or 0) + amount
        self._progress.update(task, total=total, amount=size(int(total)))

    def _advance(self, key: str, amount: int) -> None:
        self._progress.advance(self._tasks[key], amount)


def report_view(report: Report) -> RenderableType:
    parts: list[RenderableType] = [_counts(report)]
    if report.refusals:
        parts.append(_refusals_table(report))
    if report.waiting:
        parts.append(
            f"{report.waiting:,} are on their way; `alice status` shows how far the platform is."
        )
    return Group(*parts)


def _counts(report: Report) -> str:
    counted = [
        f"{report.counts[outcome]:,} {outcome}" for outcome in COUNTED if report.counts[outcome]
    ]
    if report.refusals:
        counted.append(f"{len(report.refusals):,} rejected")
    return ", ".join(counted) or "no files"


def _refusals_table(report: Report) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Rejected", overflow="fold", ratio=2)
    table.add_column("Reason", no_wrap=True)
    table.add_column("What to do", overflow="fold", ratio=3)
    for item in report.refusals[:MANY]:
        table.add_row(printable(item.path), item.reason, printable(item.detail))
    if (more := len(report.refusals) - MANY) > 0:
        table.add_row(f"and {more:,} more", "", "`--json` lists them all")
    return table
