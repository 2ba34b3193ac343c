"""`alice library`: the folders that the platform watches."""

from pathlib import Path
from typing import Annotated

import typer

from alice_cli.commands.options import HomeOption
from alice_cli.ingest.in_place import wait_for_scan
from alice_cli.output import JsonOption, show, stderr
from alice_cli.questions import question
from alice_cli.target import ServerOption, TokenOption, open_door
from alice_cli.views.ingest import IngestProgress
from alice_cli.views.libraries import libraries_table, scan_line
from alice_contracts.http.assets import NewLibrary, NewScan, WatchMode

library = typer.Typer(help="The folders that the platform watches.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The library's name.")]


@library.command("add")
def add(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that the server sees.")],
    name: Annotated[str | None, typer.Option(help="By default the folder's own name.")] = None,
    watch: Annotated[WatchMode, typer.Option(help="How changes are noticed.")] = WatchMode.AUTO,
    interval: Annotated[
        float, typer.Option(min=1, help="Seconds between looks where events do not tell.")
    ] = 60.0,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Watch a folder; what lies in it is taken in at once."""
    path = folder if server else folder.expanduser().resolve()
    wanted = question(NewLibrary, path=str(path), name=name, watch=watch, interval=interval)
    with open_door(server, token, home) as door:
        added = door.add_library(wanted)
    show(added, libraries_table([added]), as_json=as_json)


@library.command("list")
def list_libraries(
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show every library and how it stands."""
    with open_door(server, token, home) as door:
        libraries = door.libraries()
    human = libraries_table(libraries) if libraries else "No library yet: alice library add DIR"
    show(libraries, human, as_json=as_json)


@library.command("scan")
def scan(
    name: Name,
    accept_empty: Annotated[
        bool, typer.Option("--accept-empty", help="Let a root that became empty lose its files.")
    ] = False,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look through a library now and say what was found."""
    with open_door(server, token, home) as door, IngestProgress(stderr) as progress:
        started = door.start_scan(name, NewScan(accept_empty=accept_empty))
        finished = wait_for_scan(door, started, progress)
    show(finished, scan_line(finished), as_json=as_json)


@library.command("remove")
def remove(
    name: Name, server: ServerOption = None, token: TokenOption = None, home: HomeOption = None
) -> None:
    """Forget a library; its files and the assets found in them stay."""
    with open_door(server, token, home) as door:
        door.remove_library(name)
    stderr.print(f"{name} is no longer watched.")
