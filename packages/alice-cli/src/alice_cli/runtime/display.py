"""How people see a platform come up and run."""

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from alice_cli.runtime.home import Home
from alice_cli.runtime.state import Condition, PartStatus, Phase, PlatformState

_STYLES = {
    Condition.WAITING: "dim",
    Condition.STARTING: "yellow",
    Condition.READY: "green",
    Condition.FAILED: "bold red",
    Condition.STOPPED: "dim",
    Condition.EXTERNAL: "cyan",
}


def parts_table(state: PlatformState) -> Table:
    """One line a part."""
    table = Table(box=None, pad_edge=False)
    for heading in ("part", "state", "port", "pid", "restarts", "last exit"):
        table.add_column(heading, justify="right" if heading in {"port", "pid"} else "left")
    for part in state.parts:
        table.add_row(*_row(part))
    return table


def _row(part: PartStatus) -> tuple[str | Text, ...]:
    return (
        part.name,
        Text(part.condition, style=_STYLES[part.condition]),
        str(part.port or ""),
        str(part.process.pid if part.process else ""),
        str(part.restarts or ""),
        part.last_exit or "",
    )


def next_steps(url: str, home: Home) -> str:
    """Where the platform answers, and how to go on."""
    return (
        f"\nAliceMultiverse is ready at {url}\n"
        f"The token that lets you in is in {home.token}\n\n"
        "  alice ingest DIR        take in pictures and videos\n"
        "  alice library add DIR   watch a folder\n"
        "  alice search            see what is there; with words, what was made of them\n"
        "  alice workflow list     see what can be done with it\n"
        "  alice status            see how the platform is doing\n"
        "  alice down              stop it\n"
    )


class Display:
    """Follows a platform on a terminal: a table until it is ready, then a line an event."""

    def __init__(self, console: Console, home: Home) -> None:
        self._console = console
        self._home = home
        # Without a thread of its own: the platform forks while this shows.
        self._live = Live(
            console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )
        self._shown: PlatformState | None = None

    def __call__(self, state: PlatformState) -> None:
        """Show a new state."""
        previous, self._shown = self._shown, state
        if previous is None or previous.phase == Phase.STARTING:
            self._live.start()
            self._live.update(parts_table(state), refresh=True)
        if previous and previous.phase != state.phase:
            self._tell_phase(state)
        elif previous and state.phase == Phase.READY:
            self._tell_changes(previous, state)

    def _tell_phase(self, state: PlatformState) -> None:
        self._live.stop()
        if state.phase == Phase.READY:
            self._console.print(next_steps(state.url, self._home), soft_wrap=True)
        else:
            self._console.print("Stopping ...")

    def _tell_changes(self, previous: PlatformState, state: PlatformState) -> None:
        for before, part in zip(previous.parts, state.parts, strict=True):
            if before.condition != part.condition and (line := _event(part)):
                self._console.print(line, soft_wrap=True)


def _event(part: PartStatus) -> str | None:
    match part.condition:
        case Condition.WAITING:
            return f"{part.name} ended with {part.last_exit} and is started again"
        case Condition.READY:
            return f"{part.name} is ready again"
        case Condition.FAILED:
            return (
                f"{part.name} ended with {part.last_exit}, too often in a minute: it stays down; "
                f"`alice logs {part.name}` shows why"
            )
        case _:
            return None
