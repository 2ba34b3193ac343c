"""Which door a command talks to, and with which token."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from alice_cli.commands.options import local_home, require_running
from alice_cli.connection import DoorError, DoorProblemError, DoorUnreachableError
from alice_cli.door import Door
from alice_cli.output import CommandError, ExitCode

ServerOption = Annotated[
    str | None, typer.Option("--server", envvar="ALICE_SERVER", help="The URL of a door elsewhere.")
]
TokenOption = Annotated[
    str | None, typer.Option("--token", envvar="ALICE_TOKEN", help="The door's token.")
]


@contextmanager
def open_door(server: str | None, token: str | None, home: Path | None) -> Iterator[Door]:
    """The door at `server`, or the local platform's; what it does not do ends the command."""
    url, token = (server, _given(server, token)) if server else _local(home, token)
    try:
        with Door(url, token) as door:
            yield door
    except DoorUnreachableError as error:
        mend = "" if server else "; `alice status` shows how the platform stands"
        raise CommandError(f"{error}{mend}", ExitCode.UNREACHABLE) from error
    except DoorProblemError as error:
        refused = error.problem.status == 401
        raise CommandError(_wrong_token(url) if refused else str(error)) from error
    except DoorError as error:
        raise CommandError(str(error)) from error


def _given(server: str, token: str | None) -> str:
    if not token:
        message = f"{server} asks for its token: give --token or set ALICE_TOKEN"
        raise CommandError(message, ExitCode.USAGE)
    return token


def _local(home: Path | None, token: str | None) -> tuple[str, str]:
    """The address and the token of the platform that runs in this home."""
    place = local_home(home)
    url = require_running(place).url
    try:
        return url, token or place.token.read_text().strip()
    except OSError as error:
        message = f"the token cannot be read ({error}); give --token or set ALICE_TOKEN"
        raise CommandError(message) from error


def _wrong_token(url: str) -> str:
    return (
        f"the door at {url} refuses the token; give the right one by --token or ALICE_TOKEN "
        f"(the local platform keeps its own in the file secrets/token of its home)"
    )
