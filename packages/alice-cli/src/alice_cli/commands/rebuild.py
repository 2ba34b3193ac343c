"""`alice rebuild`: build search anew from the facts of their owners."""

import time
from typing import Annotated

import typer

from alice_cli.commands.options import HomeOption
from alice_cli.connection import DoorError
from alice_cli.door import Door
from alice_cli.ingest.patience import Patience, persistently
from alice_cli.output import JsonOption, show, stderr
from alice_cli.target import ServerOption, TokenOption, open_door
from alice_contracts.http.search import Rebuild, RebuildState

POLL = 0.2
STANDSTILL = 120.0

NoWait = Annotated[bool, typer.Option("--no-wait", help="Return once it is asked for.")]


def rebuild(
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Return once it is asked for.")
    ] = False,
    server: ServerOption = None,
    token: TokenOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Build search anew beside the old one, which answers until the new one is whole."""
    with open_door(server, token, home) as door:
        state = door.start_rebuild()
        if not no_wait:
            state = _wait(door, state)
    show(state, _sentence(state), as_json=as_json)


def _wait(door: Door, state: Rebuild) -> Rebuild:
    patience = Patience(STANDSTILL)
    with stderr.status("Rebuilding") as status:
        while state.state is not RebuildState.COMPLETED:
            if patience.ended:
                missing = ", ".join(state.waiting_for)
                raise DoorError(
                    f"the rebuild stands still and waits for {missing}; `alice status` shows how "
                    f"they stand, and it goes on when they do"
                )
            time.sleep(POLL)
            before, state = state, persistently(door.current_rebuild)
            if state != before:
                patience.renew()
            status.update(f"Rebuilding: {state.received:,} facts")
    return state


def _sentence(state: Rebuild) -> str:
    if state.state is RebuildState.COMPLETED:
        return f"Rebuilt from {state.received:,} facts."
    return "The rebuild is asked for; search answers from the old documents until it is done."
