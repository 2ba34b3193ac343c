"""`alice up`: start the platform."""

from typing import Annotated

import typer

from alice_cli.commands.options import HomeOption, require_running, runtime_settings
from alice_cli.output import CommandError, JsonOption, show, stdout
from alice_cli.runtime.background import start_in_background
from alice_cli.runtime.display import Display, next_steps
from alice_cli.runtime.errors import PlatformError
from alice_cli.runtime.home import Home
from alice_cli.runtime.journal import Observer
from alice_cli.runtime.lock import AlreadyRunningError
from alice_cli.runtime.settings import RuntimeSettings
from alice_cli.runtime.state import Phase, PlatformState, running_state
from alice_core.embedded.errors import ServerError


def up(
    *,
    detach: Annotated[
        bool, typer.Option("--detach", help="Return when it is ready, and leave it running.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Start the platform; Ctrl-C stops it."""
    settings = runtime_settings(home)
    place = Home(settings.home.absolute())
    if state := running_state(place.state):
        _tell_running(state, place, as_json=as_json)
        return
    observe = ShowOnce() if as_json else Display(stdout, place)
    try:
        _start(settings, observe, detach=detach)
    except AlreadyRunningError:
        _tell_running(require_running(place), place, as_json=as_json)
    except (PlatformError, ServerError) as error:
        raise CommandError(str(error)) from error


def _start(settings: RuntimeSettings, observe: Observer, *, detach: bool) -> None:
    if detach:
        start_in_background(settings, observe)
        return
    # Here, for the other commands do without the servers' clients.
    from alice_cli.runtime.platform import run_platform

    run_platform(settings, observe)


def _tell_running(state: PlatformState, home: Home, *, as_json: bool) -> None:
    text = f"It runs already (process {state.supervisor.pid}), and is {state.phase}.\n"
    if state.phase == Phase.READY:
        text += next_steps(state.url, home)
    show(state, text, as_json=as_json)


class ShowOnce:
    """Prints the state when the platform becomes ready."""

    def __init__(self) -> None:
        self._shown = False

    def __call__(self, state: PlatformState) -> None:
        """Hear of a new state."""
        if state.phase == Phase.READY and not self._shown:
            self._shown = True
            show(state, "", as_json=True)
