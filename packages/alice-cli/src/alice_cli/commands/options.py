"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from alice_cli.output import CommandError, ExitCode
from alice_cli.runtime.home import Home
from alice_cli.runtime.settings import RuntimeSettings
from alice_cli.runtime.state import PlatformState, running_state

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Where the platform keeps its data (ALICE_HOME).", file_okay=False),
]


def runtime_settings(home: Path | None) -> RuntimeSettings:
    """The settings of the environment, with the home of the option when it is given."""
    try:
        settings = RuntimeSettings()
    except ValidationError as error:
        raise CommandError(_explain(error), ExitCode.USAGE) from error
    return settings.model_copy(update={"home": home}) if home else settings


def _explain(error: ValidationError) -> str:
    return "; ".join(
        f"ALICE_{'_'.join(map(str, e['loc'])).upper()}={e['input']}: {e['msg']}"
        for e in error.errors()
    )


def local_home(home: Path | None) -> Home:
    """The home's folders."""
    return Home(runtime_settings(home).home.absolute())


def require_running(home: Home) -> PlatformState:
    """The state of the running platform.

    Raises:
        CommandError: with the code for "unreachable" when it does not run.
    """
    state = running_state(home.state)
    if state is None:
        raise CommandError(
            f"no platform runs in {home.root}; start it with `alice up`", ExitCode.UNREACHABLE
        )
    return state
