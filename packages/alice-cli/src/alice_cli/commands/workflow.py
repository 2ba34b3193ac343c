"""`alice workflow`: have something done with all that a search finds."""

from itertools import islice
from typing import Annotated
from uuid import UUID

import typer

from alice_cli.commands.options import HomeOption
from alice_cli.door import Door
from alice_cli.filters import Filters, with_filters
from alice_cli.output import ExitCode, JsonOption, printable, show, stderr
from alice_cli.questions import question
from alice_cli.runs import wait_for_run
from alice_cli.target import ServerOption, TokenOption, open_door
from alice_cli.views.runs import (
    RunProgress,
    come_back,
    run_sentence,
    run_view,
    runs_table,
    workflows_view,
)
from alice_contracts.http.search import Selection
from alice_contracts.http.workflow import NewRun, Run, RunState

workflow = typer.Typer(
    help="Have something done with all that a search finds.", no_args_is_help=True
)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A workflow, as `alice workflow list` names it.")
]
RunId = Annotated[UUID, typer.Argument(metavar="RUN", help="As `alice workflow runs` shows it.")]
Wait = Annotated[bool, typer.Option(help="Return when it has ended, or once it is asked for.")]
Limit = Annotated[int, typer.Option(min=1, help="How many at most.")]


@workflow.command("list")
def list_workflows(
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what can be done."""
    with open_door(server, token, home) as door:
        workflows = door.workflows()
    show(workflows, workflows_view(workflows), as_json=as_json)


@workflow.command("run")
@with_filters
def run_workflow(
    workflow: Name,
    filters: Filters,
    wait: Wait = True,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Do it with all that the filters find, as `alice search` does; exit code 1 if it fails."""
    wanted = question(NewRun, workflow=workflow, selection=filters.asking(Selection))
    with open_door(server, token, home) as door:
        run = door.start_run(wanted)
        if wait:
            run = _wait(door, run)
    show(run, run_sentence(run), as_json=as_json)
    if not run.state.has_ended:
        stderr.print(come_back(run), soft_wrap=True)
    if run.error:
        stderr.print(f"error: {printable(run.error)}", soft_wrap=True)
    if run.state in {RunState.FAILED, RunState.CANCELLED}:
        raise typer.Exit(ExitCode.FAILED)


def _wait(door: Door, run: Run) -> Run:
    try:
        with RunProgress(stderr, run) as progress:
            return wait_for_run(door, run, progress.moved)
    except KeyboardInterrupt:
        stderr.print(f"Interrupted; the run goes on. {come_back(run)}", soft_wrap=True)
        raise


@workflow.command("runs")
def list_runs(
    state: RunState | None = None,
    limit: Limit = 20,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the newest runs and how each stands."""
    with open_door(server, token, home) as door:
        runs = list(islice(door.runs(state), limit))
    human = runs_table(runs) if runs else "No run yet: alice workflow list"
    show(runs, human, as_json=as_json)


@workflow.command("show")
def show_run(
    run_id: RunId,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one run in full."""
    with open_door(server, token, home) as door:
        run = door.run(run_id)
    show(run, run_view(run), as_json=as_json)


@workflow.command("cancel")
def cancel_run(
    run_id: RunId,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a run to end; what is done stays done."""
    with open_door(server, token, home) as door:
        run = door.cancel_run(run_id)
    show(run, run_sentence(run), as_json=as_json)
    if not run.state.has_ended:
        stderr.print("It is asked to end.")
