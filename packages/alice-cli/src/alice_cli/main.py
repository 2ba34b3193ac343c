"""The `alice` command."""

import sys

import typer

from alice_cli.commands.down import down
from alice_cli.commands.logs import logs
from alice_cli.commands.status import status
from alice_cli.commands.up import up
from alice_cli.output import CommandError, stderr

app = typer.Typer(
    name="alice",
    help="Looks after the flood of pictures and videos that people make with AI.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(up)
app.command()(down)
app.command()(status)
app.command()(logs)


def main() -> None:
    """Run the command line; expected errors are one line on standard error."""
    try:
        app()
    except CommandError as error:
        stderr.print(f"error: {error}", soft_wrap=True)
        sys.exit(error.code)
