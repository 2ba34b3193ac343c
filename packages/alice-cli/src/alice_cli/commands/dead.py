"""`alice dead`: events and work that failed too often and wait for a person."""

from collections.abc import Callable
from typing import Annotated

import typer

from alice_cli.commands.options import HomeOption
from alice_cli.connection import DoorProblemError
from alice_cli.dead import DeadItem, dead_items, drop, replay
from alice_cli.door import Door
from alice_cli.output import CommandError, ExitCode, JsonOption, show, stderr
from alice_cli.target import ServerOption, TokenOption, open_door
from alice_cli.views.dead import dead_table

dead = typer.Typer(
    help="Events and work that failed too often and wait for a person.", no_args_is_help=True
)

ServiceOption = Annotated[str | None, typer.Option("--service", help="Only this service's.")]
Refs = Annotated[list[str] | None, typer.Argument(metavar="REF...", show_default=False)]
AllOption = Annotated[bool, typer.Option("--all", help="All that `list` shows.")]


@dead.command("list")
def list_dead(
    service: ServiceOption = None,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what failed, and why."""
    with open_door(server, token, home) as door:
        items = _listed(door, service)
    human = dead_table(items) if items else "Nothing is dead."
    show([item.as_json() for item in items], human, as_json=as_json)


@dead.command("replay")
def replay_dead(
    refs: Refs = None,
    everything: AllOption = False,
    service: ServiceOption = None,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
) -> None:
    """Try again what failed, in the service where it failed alone."""
    with open_door(server, token, home) as door:
        _each(door, _chosen(door, refs, everything, service), replay, "tried again")


@dead.command("drop")
def drop_dead(
    refs: Refs = None,
    everything: AllOption = False,
    service: ServiceOption = None,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
) -> None:
    """Give up on what failed."""
    with open_door(server, token, home) as door:
        _each(door, _chosen(door, refs, everything, service), drop, "dropped")


def _listed(door: Door, service: str | None) -> list[DeadItem]:
    silent: set[str] = set()
    items = list(dead_items(door, service, silent.add))
    if silent:
        stderr.print(f"No answer from {', '.join(sorted(silent))}; the list is without theirs.")
    return items


def _chosen(door: Door, refs: list[str] | None, everything: bool, service: str | None) -> list[str]:
    if bool(refs) == everything:
        raise CommandError("name some REFs of `alice dead list`, or --all", ExitCode.USAGE)
    return refs or [item.ref for item in _listed(door, service)]


def _each(door: Door, refs: list[str], act: Callable[[Door, str], None], done: str) -> None:
    """Each by itself: one that fails again is said and does not stop the rest."""
    failed = 0
    for ref in refs:
        try:
            act(door, ref)
        except ValueError as error:
            message = f"{ref} is no REF of `alice dead list`"
            raise CommandError(message, ExitCode.USAGE) from error
        except DoorProblemError as error:
            failed += 1
            stderr.print(f"{ref}: {error}")
        else:
            stderr.print(f"{ref} {done}.")
    if failed:
        raise typer.Exit(ExitCode.FAILED)
