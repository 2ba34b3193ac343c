"""`/operations`: how a service stands, and mending what it could not do by itself."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query

from alice_contracts.http.base import Page
from alice_contracts.http.operations import DeadLetter, FailedWork, ServiceStatus
from alice_core.database import Database
from alice_core.events.dead_letters import DeadLetters
from alice_core.health import Standing
from alice_core.pages import decode_cursor, encode_cursor
from alice_core.problems import Problem, not_found
from alice_core.service import provided
from alice_core.work.queue import WorkQueue

router = APIRouter(prefix="/operations", tags=["operations"])

Limit = Annotated[int, Query(ge=1, le=1000)]


class Mending:
    """Dead letters and failed work of one service."""

    def __init__(
        self, database: Database, letters: DeadLetters | None, queues: Sequence[WorkQueue[Any]]
    ) -> None:
        self._database = database
        self._letters = letters
        self._queues = {queue.name: queue for queue in queues}

    def letters(self) -> DeadLetters:
        if self._letters is None:
            raise not_found("A dead letter", "This service hears no events.")
        return self._letters

    async def list_letters(self, cursor: str | None, limit: int) -> Page[DeadLetter]:
        if self._letters is None:
            return Page(items=[])
        after = decode_cursor({"dead": 1}, cursor)[0] if cursor else None
        items = await self._letters.list(limit, after)
        more = encode_cursor({"dead": 1}, [items[-1].id]) if len(items) == limit else None
        return Page(items=items, next=more)

    async def list_failed(self, cursor: str | None, limit: int) -> Page[FailedWork]:
        """Queue by queue; the cursor is (queue, id)."""
        names = sorted(self._queues)
        name, after = decode_cursor({"failed": 1}, cursor) if cursor else ("", 0)
        items: list[FailedWork] = []
        async with self._database.reader() as session:
            for each in [each for each in names if each >= name]:
                behind = after if each == name else 0
                items += await self._queues[each].list_failed(session, limit - len(items), behind)
                if len(items) == limit:
                    last = items[-1]
                    return Page(
                        items=items, next=encode_cursor({"failed": 1}, [last.queue, last.id])
                    )
        return Page(items=items)

    async def retry(self, queue: str, work_id: int) -> None:
        async with self._database.transaction() as session:
            _require(await self._queue(queue).retry(session, [work_id]), queue, work_id)

    async def drop(self, queue: str, work_id: int) -> None:
        async with self._database.transaction() as session:
            _require(await self._queue(queue).drop(session, [work_id]), queue, work_id)

    def _queue(self, name: str) -> WorkQueue[Any]:
        if name not in self._queues:
            known = ", ".join(sorted(self._queues)) or "none"
            raise not_found(f"The queue {name!r}", f"This service has: {known}.")
        return self._queues[name]


Mend = Annotated[Mending, provided(Mending)]


@router.get("/status")
async def status(report: Standing) -> ServiceStatus:
    return await report.make()


@router.get("/dead-letters")
async def dead_letters(
    mending: Mend, cursor: str | None = None, limit: Limit = 100
) -> Page[DeadLetter]:
    return await mending.list_letters(cursor, limit)


@router.post("/dead-letters/{letter_id}/replay", status_code=204)
async def replay(letter_id: str, mending: Mend) -> None:
    """Fold it once more, in this service alone; it stays where it is when that fails."""
    try:
        replayed = await mending.letters().replay(letter_id)
    except LookupError as error:
        raise _no_letter(letter_id) from error
    if replayed.error is not None:
        raise Problem(
            409,
            "replay-failed",
            "The event still cannot be folded",
            f"{letter_id}: {replayed.error}. It was kept; mend the cause, or drop it.",
        )


@router.delete("/dead-letters/{letter_id}", status_code=204)
async def drop_letter(letter_id: str, mending: Mend) -> None:
    try:
        await mending.letters().drop(letter_id)
    except LookupError as error:
        raise _no_letter(letter_id) from error


@router.get("/failed-work")
async def failed_work(
    mending: Mend, cursor: str | None = None, limit: Limit = 100
) -> Page[FailedWork]:
    return await mending.list_failed(cursor, limit)


@router.post("/failed-work/{queue}/{work_id}/retry", status_code=204)
async def retry_work(queue: str, work_id: int, mending: Mend) -> None:
    await mending.retry(queue, work_id)


@router.delete("/failed-work/{queue}/{work_id}", status_code=204)
async def drop_work(queue: str, work_id: int, mending: Mend) -> None:
    await mending.drop(queue, work_id)


def _require(changed: int, queue: str, work_id: int) -> None:
    if not changed:
        raise not_found(
            f"Failed work {work_id} of {queue}", "It may be done, dropped or tried again already."
        )


def _no_letter(letter_id: str) -> Problem:
    return not_found(f"The dead letter {letter_id}", "It may be replayed or dropped already.")
