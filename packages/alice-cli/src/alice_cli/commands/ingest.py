"""`alice ingest`: get pictures and videos in."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from alice_cli.commands.options import HomeOption
from alice_cli.door import Door
from alice_cli.ingest.files import Ignored, LocalFile, Refusal, find_files
from alice_cli.ingest.in_place import library_of, scan_in_place
from alice_cli.ingest.progress import Progress
from alice_cli.ingest.report import Report
from alice_cli.ingest.upload import Uploader
from alice_cli.ingest.waiting import wait_until_found
from alice_cli.output import ExitCode, JsonOption, show, stderr
from alice_cli.target import ServerOption, TokenOption, open_door
from alice_cli.views.ingest import IngestProgress, report_view
from alice_contracts.http.assets import Outcome

THREADS = 4


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="DIR|FILE...", exists=True, resolve_path=True, show_default=False),
    ],
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Return before all can be found by search.")
    ] = False,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take in pictures and videos; repeat it after an interruption and it goes on."""
    report = Report()
    with open_door(server, token, home) as door, IngestProgress(stderr) as progress:
        try:
            take_in(door, paths, report, progress, in_place=server is None)
            if not no_wait:
                wait_until_found(door, report, progress)
        except KeyboardInterrupt:
            stderr.print(
                "Interrupted. The platform goes on with what it has; the same command takes in "
                "the rest."
            )
            raise
    show(report.as_json(), report_view(report), as_json=as_json)
    if report.waiting and not no_wait:
        stderr.print("Nothing moves any more; not all can be found.")
        raise typer.Exit(ExitCode.FAILED)


def take_in(
    door: Door, paths: list[Path], report: Report, progress: Progress, *, in_place: bool
) -> None:
    """What lies inside a library is scanned where it is; everything else is uploaded."""
    libraries = door.libraries() if in_place else []
    elsewhere = []
    for path in paths:
        if holder := library_of(path, libraries):
            scan_in_place(door, holder, path, report, progress)
        else:
            elsewhere.append(path)
    files = _to_upload(elsewhere, report)
    progress.found(len(files), sum(file.size for file in files))
    with ThreadPoolExecutor(THREADS) as pool:
        Uploader(door, report, progress, pool).take(files)


def _to_upload(paths: list[Path], report: Report) -> list[LocalFile]:
    files = []
    for found in find_files(paths):
        match found:
            case LocalFile():
                files.append(found)
            case Refusal():
                report.refuse(found)
            case Ignored():
                report.count(Outcome.IGNORED)
    return files
