"""Waiting until a run has ended."""

import time
from collections.abc import Callable

from alice_cli.connection import DoorError
from alice_cli.door import Door
from alice_cli.ingest.patience import Patience, persistently
from alice_contracts.http.workflow import Run

POLL = 0.2
STANDSTILL = 120.0


def wait_for_run(door: Door, run: Run, moved: Callable[[Run], None]) -> Run:
    """The run when it has ended; `moved` hears how far it is.

    Raises:
        DoorError: it stands still; it goes on when what it waits for does.
    """
    patience = Patience(STANDSTILL)
    while not run.state.has_ended:
        if patience.ended:
            raise DoorError(
                f"run {run.id} stands still; `alice status` shows what it waits for, and `alice "
                f"workflow show {run.id}` how far it is"
            )
        time.sleep(POLL)
        before, run = run, persistently(door.run, run.id)
        if run != before:
            patience.renew()
        moved(run)
    return run
