"""`alice down`: stop the platform."""

from alice_cli.commands.options import HomeOption, local_home
from alice_cli.output import JsonOption, show
from alice_cli.runtime.background import stop_platform
from alice_cli.runtime.state import running_state


def down(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Stop the platform and wait until nothing of it runs."""
    place = local_home(home)
    state = running_state(place.state)
    if state is None:
        show({"stopped": False}, f"No platform runs in {place.root}.", as_json=as_json)
        return
    stop_platform(state)
    show({"stopped": True}, f"Stopped; the data stays in {place.root}.", as_json=as_json)
