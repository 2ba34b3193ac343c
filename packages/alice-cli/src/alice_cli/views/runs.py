"""Workflows and their runs on a terminal."""

from collections.abc import Iterable, Iterator
from typing import Self

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from alice_cli.filters import OPTIONS
from alice_cli.views.columns import Column, FittingTable
from alice_cli.views.facts import Fact, facts_grid, listed
from alice_cli.views.text import moment
from alice_contracts.http.workflow import Run, Workflow

ROOMY = 100


def workflows_view(workflows: Iterable[Workflow]) -> RenderableType:
    return facts_grid((item.name, f"{item.title}. {item.description}") for item in workflows)


def runs_table(runs: Iterable[Run]) -> FittingTable[Run]:
    columns = (
        Column[Run]("Run", lambda run: str(run.id)),
        Column[Run]("Workflow", lambda run: run.workflow, ratio=1),
        Column[Run]("State", lambda run: run.state.value),
        Column[Run]("Done", _amount, justify="right"),
        Column[Run]("Asked for", lambda run: moment(run.created_at), from_width=ROOMY),
    )
    return FittingTable(runs, columns)


def run_view(run: Run) -> RenderableType:
    return facts_grid(_facts(run))


def run_sentence(run: Run) -> str:
    return f"Run {run.id} of {run.workflow}: {run.state}, {_progress(run)}."


def come_back(run: Run) -> str:
    return (
        f"`alice workflow show {run.id}` tells how far it is, `alice workflow cancel {run.id}` "
        f"ends it."
    )


def _facts(run: Run) -> Iterator[Fact]:
    yield "Run", str(run.id)
    yield "Workflow", run.workflow
    yield from listed("Of", _selected(run))
    yield "State", run.state.value
    yield "Error", run.error or ""
    yield "Done", _amount(run)
    yield "Failed", f"{run.failed:,}" if run.failed else ""
    yield "Asked for", moment(run.created_at)
    yield "Begun", moment(run.started_at) if run.started_at else ""
    yield "Ended", moment(run.finished_at) if run.finished_at else ""


def _selected(run: Run) -> Iterator[str]:
    """The filters under the names of their options."""
    for field, value in run.selection.model_dump(mode="json", exclude_defaults=True).items():
        values = value if isinstance(value, list) else [value]
        option = OPTIONS.get(field, field).replace("_", "-")
        yield f"{option}: {', '.join(map(str, values))}"


def _progress(run: Run) -> str:
    failed = f", {run.failed:,} failed" if run.failed else ""
    return f"{_amount(run)} done{failed}"


def _amount(run: Run) -> str:
    return f"{run.done:,}" if run.total is None else f"{run.done:,} of {run.total:,}"


class RunProgress:
    """A bar on a terminal: how many of the selection are done, and how many failed."""

    def __init__(self, console: Console, run: Run) -> None:
        self._progress = Progress(
            TextColumn(run.workflow),
            BarColumn(),
            TextColumn("{task.fields[amount]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task = self._progress.add_task(run.workflow, total=None, amount="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def moved(self, run: Run) -> None:
        self._progress.update(
            self._task,
            total=run.total,
            completed=run.done + run.failed,
            amount=_progress(run),
        )
