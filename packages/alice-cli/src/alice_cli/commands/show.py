"""`alice show`: one asset in full."""

from typing import Annotated

import typer

from alice_cli.asset_ids import named_asset
from alice_cli.commands.options import HomeOption
from alice_cli.output import JsonOption
from alice_cli.output import show as print_result
from alice_cli.target import ServerOption, TokenOption, open_door
from alice_cli.views.asset import asset_view


def show(
    asset: Annotated[
        str,
        typer.Argument(
            metavar="ID|FILE",
            parser=named_asset,
            help="An asset's id, or a file with its content.",
        ),
    ],
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show all that is known of one asset: the file, who made it and how, how good it is."""
    with open_door(server, token, home) as door:
        view = door.asset(asset)
    print_result(view, asset_view(view), as_json=as_json)
