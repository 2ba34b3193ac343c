"""`alice inspect`: what files say of their origin, without the platform."""

from pathlib import Path
from typing import Annotated

import typer

from alice_cli.inspection import inspect_file, json_line
from alice_cli.output import ExitCode, JsonLinesOption, show_line, stdout
from alice_cli.views.inspection import inspection_view, inspections_table

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Pictures and videos.", show_default=False)
]


def inspect(files: Files, as_json: JsonLinesOption = False) -> None:
    """Show which generator made a file, with what, and why that is believed."""
    inspections = []
    for file in files:
        inspection = inspect_file(file)
        inspections.append(inspection)
        if as_json:
            show_line(json_line(inspection))
    if not as_json and len(inspections) == 1:
        stdout.print(inspection_view(inspections[0]))
    elif not as_json:
        stdout.print(inspections_table(inspections))
    if not all(inspection.readable for inspection in inspections):
        raise typer.Exit(ExitCode.FAILED)
