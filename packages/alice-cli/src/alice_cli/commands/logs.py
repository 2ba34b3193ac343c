"""`alice logs`: what the parts wrote."""

import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from alice_cli.commands.options import HomeOption, local_home
from alice_cli.output import CommandError, ExitCode
from alice_cli.runtime.home import Home

_POLL_SECONDS = 0.2


def logs(
    part: Annotated[
        str | None, typer.Argument(help="One part, as `alice status` names it.")
    ] = None,
    *,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as it grows.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="The last so many.")] = 50,
    home: HomeOption = None,
) -> None:
    """Show the logs of one part, or of all with their names."""
    tails = [LogTail(path) for path in _log_files(local_home(home), part)]
    for tail in tails:
        _write(tail, tail.last(lines), named=part is None)
    while follow:
        for tail in tails:
            _write(tail, tail.news(), named=part is None)
        time.sleep(_POLL_SECONDS)


class LogTail:
    """Reads one log from where it stopped before."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._offset = 0

    def last(self, count: int) -> Sequence[str]:
        """The last lines."""
        return deque(self.news(), maxlen=count)

    def news(self) -> Iterator[str]:
        """The lines that were completed since the last call; a rotated log begins anew."""
        if self.path.stat().st_size < self._offset:
            self._offset = 0
        with self.path.open("rb") as log:
            log.seek(self._offset)
            for line in log:
                if not line.endswith(b"\n"):
                    return
                self._offset += len(line)
                yield line.decode(errors="replace")


def _log_files(home: Home, part: str | None) -> list[Path]:
    found = {path.stem: path for path in sorted(home.logs.glob("*.log"))}
    if part is None:
        return list(found.values())
    if part not in found:
        known = ", ".join(found) or "none yet"
        raise CommandError(f"there is no log of {part!r}; there are: {known}", ExitCode.USAGE)
    return [found[part]]


def _write(tail: LogTail, lines: Iterator[str] | Sequence[str], *, named: bool) -> None:
    for line in lines:
        sys.stdout.write(f"{tail.path.stem}: {line}" if named else line)
    sys.stdout.flush()
