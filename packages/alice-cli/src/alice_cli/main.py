"""The `alice` command."""

import sys

import typer

from alice_cli.commands.dead import dead
from alice_cli.commands.demo import demo
from alice_cli.commands.down import down
from alice_cli.commands.ingest import ingest
from alice_cli.commands.inspect import inspect
from alice_cli.commands.library import library
from alice_cli.commands.logs import logs
from alice_cli.commands.rebuild import rebuild
from alice_cli.commands.search import search
from alice_cli.commands.show import show
from alice_cli.commands.status import status
from alice_cli.commands.up import up
from alice_cli.commands.workflow import workflow
from alice_cli.output import CommandError, stderr

app = typer.Typer(
    name="alice",
    help="Looks after the flood of pictures and videos that people make with AI.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(demo)
app.command()(up)
app.command()(down)
app.command()(status)
app.command()(logs)
app.add_typer(library, name="library")
app.command()(ingest)
app.command()(search)
app.command()(show)
app.command()(inspect)
app.add_typer(workflow, name="workflow")
app.add_typer(dead, name="dead")
app.command()(rebuild)


def main() -> None:
    """Run the command line; expected errors are one line on standard error."""
    try:
        app()
    except CommandError as error:
        stderr.print(f"error: {error}", soft_wrap=True)
        sys.exit(error.code)
