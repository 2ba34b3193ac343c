"""Assessing anew everything that a search selects: quality does it, the run follows."""

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from uuid import UUID

from alice_contracts.clients.errors import ServiceProblemError
from alice_contracts.clients.quality import QualityClient
from alice_contracts.http.assets import MAX_BATCH
from alice_contracts.http.quality import Reassessment
from alice_contracts.http.workflow import Workflow as About
from alice_core.database import Database
from workflow_engine.errors import RunFailedError
from workflow_engine.patience import Patience
from workflow_engine.runs import changes, repository
from workflow_engine.runs.journal import Journal
from workflow_engine.selecting import Selecting
from workflow_engine.steps import pause, step

ABOUT = About(
    name="reassess",
    title="Assess again",
    description="Has quality judge anew everything that the selection finds, as after a change "
    "of its method or thresholds. Stars that people gave stay as they are.",
)

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 8.0


class Reassess:
    """Quality knows the reassessment by the run's id, and takes each asset of it once."""

    about = ABOUT

    def __init__(
        self,
        database: Database,
        journal: Journal,
        patience: Patience,
        selecting: Selecting,
        quality: QualityClient,
    ) -> None:
        self._database = database
        self._journal = journal
        self._patience = patience
        self._selecting = selecting
        self._quality = quality

    async def run(self, run_id: UUID) -> None:
        if not await step("select", partial(self._selecting.read, run_id)):
            return
        await step("hand over", partial(self._hand_over, run_id))
        for seconds in _pauses():
            if await step("follow", partial(self._follow, run_id)):
                return
            await pause(seconds)

    async def give_up(self, run_id: UUID) -> None:
        """Also where nothing is known to be handed over: the first batch may have got there."""
        await self._patience.ask(partial(self._cancel, run_id))

    async def _hand_over(self, run_id: UUID) -> None:
        """Give quality the run's list, from the last batch that it is known to have."""
        while batch := await self._next_batch(run_id):
            await self._patience.ask_for(run_id, partial(self._quality.reassess, run_id, batch))
            async with self._database.transaction() as session:
                await repository.update(session, run_id, {"handed_over": batch[-1]})

    async def _next_batch(self, run_id: UUID) -> list[str]:
        run = await self._journal.living(run_id)
        async with self._database.reader() as session:
            return await repository.selected_behind(session, run_id, run.handed_over, MAX_BATCH)

    async def _follow(self, run_id: UUID) -> bool:
        """Write how far quality has come; whether it has come to the end."""
        look = partial(self._quality.reassessment, run_id)
        found = await self._patience.ask_for(run_id, look)
        run = await self._journal.write(
            run_id, changes.progress("reassess", found.done, found.failed)
        )
        if run.total is not None and found.done + found.failed >= run.total:
            return True
        _require_intact(found, run.total)
        return False

    async def _cancel(self, run_id: UUID) -> None:
        try:
            await self._quality.cancel_reassessment(run_id)
        except ServiceProblemError as error:
            if error.problem.status != HTTPStatus.NOT_FOUND:
                raise


def _pauses() -> Iterator[float]:
    """Seconds between one look and the next: short work is seen at once, long work left alone."""
    seconds = FIRST_PAUSE
    while True:
        yield seconds
        seconds = min(seconds * 2, LONGEST_PAUSE)


def _require_intact(found: Reassessment, total: int | None) -> None:
    if found.cancelled:
        raise RunFailedError(
            "quality was told to give this up, by somebody else than workflow; start a new run."
        )
    if total is not None and found.total < total:
        raise RunFailedError(
            f"quality knows of {found.total:,} of {total:,} assets that it was given; its database "
            f"may have been restored from a backup. Start a new run."
        )
