"""What commands share: exit codes, errors, and one way to print for people and for programs.

With `--json`, standard output carries one JSON value, or one a line, and nothing else.
"""

import sys
from enum import IntEnum
from typing import Annotated, Any

import typer
from pydantic_core import to_json
from rich.console import Console, RenderableType

# Names and prompts are other people's text: never markup.
stdout = Console(markup=False, emoji=False, highlight=False)
stderr = Console(markup=False, emoji=False, highlight=False, stderr=True)

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
JsonLinesOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON object a line, for each file one.")
]


class ExitCode(IntEnum):
    """The exit codes of every command."""

    OK = 0
    FAILED = 1
    USAGE = 2
    UNREACHABLE = 3


class CommandError(Exception):
    """Ends a command with a message for people on standard error."""

    def __init__(self, message: str, code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.code = code


def show(value: Any, human: RenderableType, *, as_json: bool) -> None:
    """Print `value` (models, dataclasses, plain values) as JSON, or else `human`."""
    if as_json:
        sys.stdout.write(to_json(value, indent=2).decode() + "\n")
    else:
        stdout.print(human)


def show_line(value: Any) -> None:
    """Print `value` as one line of JSON at once, so that a pipe need not wait for the rest."""
    sys.stdout.write(to_json(value).decode() + "\n")
    sys.stdout.flush()


def printable(text: str) -> str:
    """Escape control characters, with which a file name could steer the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
