"""Dead letters and failed work under one kind of reference.

`assets/1700000000000-0` is a dead letter, `assets/decode/17` is failed work.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alice_cli.door import Door
from alice_contracts.http.door import ServiceFailedWork
from alice_contracts.http.operations import DeadLetter


@dataclass(frozen=True)
class DeadItem:
    """What waits for a person; `raw` is the API's own view of it."""

    ref: str
    what: str
    tries: int
    error: str
    since: datetime
    raw: DeadLetter | ServiceFailedWork

    def as_json(self) -> dict[str, Any]:
        return {"ref": self.ref, **self.raw.model_dump(mode="json")}


def dead_items(
    door: Door, service: str | None, unavailable: Callable[[str], None]
) -> Iterator[DeadItem]:
    """All that is dead, in one service or in all; `unavailable` hears who did not answer."""
    for page in door.dead_letters(service):
        yield from map(_letter, page.items)
        for short in page.unavailable:
            unavailable(short)
    for work_page in door.failed_work(service):
        yield from map(_work, work_page.items)


def replay(door: Door, ref: str) -> None:
    """Raises ValueError for a text that is no reference."""
    match ref.split("/"):
        case [service, letter_id]:
            door.replay_dead_letter(service, letter_id)
        case [service, queue, work_id]:
            door.retry_work(service, queue, work_id)
        case _:
            raise ValueError(ref)


def drop(door: Door, ref: str) -> None:
    """Raises ValueError for a text that is no reference."""
    match ref.split("/"):
        case [service, letter_id]:
            door.drop_dead_letter(service, letter_id)
        case [service, queue, work_id]:
            door.drop_work(service, queue, work_id)
        case _:
            raise ValueError(ref)


def _letter(letter: DeadLetter) -> DeadItem:
    return DeadItem(
        ref=f"{letter.service}/{letter.id}",
        what=f"{letter.type or 'undecodable'} {letter.subject or ''}",
        tries=letter.deliveries,
        error=letter.error,
        since=letter.died_at,
        raw=letter,
    )


def _work(work: ServiceFailedWork) -> DeadItem:
    return DeadItem(
        ref=f"{work.service}/{work.queue}/{work.id}",
        what=work.key,
        tries=work.attempts,
        error=work.error,
        since=work.failed_at,
        raw=work,
    )
