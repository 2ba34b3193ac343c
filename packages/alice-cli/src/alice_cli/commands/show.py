"""`alice show`: one asset in full."""

import hashlib
import re
from pathlib import Path
from typing import Annotated

import typer

from alice_cli.commands.options import HomeOption
from alice_cli.output import CommandError, ExitCode, JsonOption
from alice_cli.output import show as print_result
from alice_cli.target import ServerOption, TokenOption, open_door
from alice_cli.views.documents import asset_view
from alice_contracts.identity import PREFIX, asset_id

ID = re.compile(r"(sha256:)?[0-9a-f]{64}")


def show(
    asset: Annotated[
        str, typer.Argument(metavar="ID|FILE", help="An asset's id, or a file with its content.")
    ],
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show all that is known of one asset."""
    wanted = _asset_id(asset)
    with open_door(server, token, home) as door:
        view = door.asset(wanted)
    print_result(view, asset_view(view), as_json=as_json)


def _asset_id(text: str) -> str:
    if ID.fullmatch(text):
        return PREFIX + text.removeprefix(PREFIX)
    path = Path(text)
    if not path.is_file():
        raise CommandError(
            f"{text} is neither an id (64 hex digits, as `alice search --json` prints it) nor a "
            f"file",
            ExitCode.USAGE,
        )
    with path.open("rb") as file:
        return asset_id(hashlib.file_digest(file, "sha256").digest())
