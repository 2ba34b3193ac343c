"""`alice demo`: see what the platform does, with files that it makes itself."""

import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group

from alice_cli.commands.ingest import take_in
from alice_cli.commands.options import HomeOption, local_home
from alice_cli.commands.up import up
from alice_cli.door import Door
from alice_cli.ingest.knowing import wait_until_known
from alice_cli.ingest.report import Report
from alice_cli.ingest.waiting import wait_until_found
from alice_cli.output import ExitCode, stderr, stdout
from alice_cli.runtime.state import running_state
from alice_cli.target import open_door
from alice_cli.views.documents import samples_table
from alice_cli.views.ingest import IngestProgress, report_view

NEXT = """
Go on with your own folder:
  alice ingest DIR          take in what is there now
  alice library add DIR     and watch it from now on
  alice search "TEXT"       find it again by words of its prompt
  alice inspect FILE        see who made a file, and how one knows
  alice workflow list       see what can be done with all that a search finds
The platform goes on running; `alice down` stops it."""


def demo(
    folder: Annotated[
        Path | None, typer.Option("--dir", help="Where the sample files go.", file_okay=False)
    ] = None,
    home: HomeOption = None,
) -> None:
    """Make sample files, take them in and show what was found."""
    place = local_home(home)
    samples = (folder or place.root / "demo").absolute()
    _make(samples)
    if running_state(place.state) is None:
        up(detach=True, home=home)
    with open_door(None, None, home) as door:
        report = _take_in(door, samples)
        with stderr.status("Reading their prompts and judging them"):
            found, known = wait_until_known(door, report.taken)
    stdout.print(Group("", report_view(report), "", samples_table(found), NEXT))
    if not known:
        stderr.print("Not all is known of them yet; `alice status` shows what it waits for.")
    if report.waiting or not known:
        raise typer.Exit(ExitCode.FAILED)


def _make(samples: Path) -> None:
    """All of them or none; those of an earlier demo are taken as they are."""
    if samples.exists():
        return
    # Here, for the other commands do without the encoders.
    from alice_samples.sets import make_samples

    unfinished = samples.with_name(f".{samples.name}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    with stderr.status(f"Making sample files in {samples}"):
        made = make_samples(unfinished)
        unfinished.rename(samples)
    stdout.print(f"Made {len(made)} sample files in {samples}.")


def _take_in(door: Door, samples: Path) -> Report:
    report = Report()
    with IngestProgress(stderr) as progress:
        take_in(door, [samples], report, progress, in_place=True)
        wait_until_found(door, report, progress)
    return report
