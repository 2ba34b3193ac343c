"""Dead letters: events that a service could not fold, kept with what was wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import ValidationError

from alice_contracts.envelope import RawEvent
from alice_contracts.http.operations import DeadLetter
from alice_contracts.services import Service
from alice_contracts.streams import dead_stream
from alice_core.database import Database
from alice_core.events.bus import Bus, Entry
from alice_core.events.codec import decode
from alice_core.events.errors import bus_errors
from alice_core.events.inbox import Inbox
from alice_core.events.outages import database_outage
from alice_core.events.subscription import Delivery, Subscription

MAX_ERROR = 2000

_ENTRY_ID = re.compile(r"\d{1,19}-\d{1,19}")


@dataclass(frozen=True)
class Replay:
    """How a dead letter fared when it was folded again; `error` is null when it went well."""

    id: str
    error: str | None


def obituary(entry: Entry, deliveries: int, error: str) -> dict[str, str | bytes]:
    """The fields under which an entry lies in the stream of dead letters."""
    return {
        "type": entry.fields.get("type", b""),
        "event": entry.fields.get("event", b""),
        "stream": entry.stream,
        "entry_id": entry.id,
        "error": error[:MAX_ERROR],
        "deliveries": str(deliveries),
        "died_at": datetime.now(UTC).isoformat(),
    }


async def count_dead_letters(bus: Bus, service: Service) -> int:
    with bus_errors():
        count: int = await bus.client.xlen(dead_stream(service))
    return count


class DeadLetters:
    """The dead letters of one service. All methods raise `BusUnavailableError`."""

    def __init__(
        self, database: Database, bus: Bus, service: Service, subscription: Subscription
    ) -> None:
        self._bus = bus
        self._service = service
        self._stream = dead_stream(service)
        self._types = {data.type: data for data in subscription.types}
        self._inbox = Inbox(database, bus.group, subscription.fold)

    async def list(self, limit: int = 100, after: str | None = None) -> list[DeadLetter]:
        """The oldest first; `after` is the id with which the page before ended."""
        with bus_errors():
            found = await self._bus.client.xrange(
                self._stream, f"({after}" if after else "-", "+", count=limit
            )
        return [self._letter(id_.decode(), _text(fields)) for id_, fields in found]

    async def replay(self, letter_id: str) -> Replay:
        """Fold it once more in this service alone; it is dropped when that went well.

        Raises `LookupError` for an id that is not there, and what the driver raises when the
        database is down.
        """
        letter = await self._get(letter_id)
        error = await self._fold(letter)
        if error is None:
            await self.drop(letter_id)
        return Replay(letter_id, error)

    async def drop(self, letter_id: str) -> None:
        """Raises `LookupError` for an id that is not there."""
        self._require_id(letter_id)
        with bus_errors():
            dropped = await self._bus.client.xdel(self._stream, letter_id)
        if not dropped:
            raise self._missing(letter_id)

    async def _fold(self, letter: DeadLetter) -> str | None:
        data = self._types.get(letter.type or "")
        if data is None:
            return f"{self._service.short} does not take {letter.type!r}; drop the letter"
        try:
            event = decode(data, letter.event.encode())
            await self._inbox.take([Delivery(letter.stream, letter.id, event)])
        except Exception as error:
            if database_outage(error):
                raise
            return f"{type(error).__name__}: {error}"
        return None

    async def _get(self, letter_id: str) -> DeadLetter:
        self._require_id(letter_id)
        with bus_errors():
            found = await self._bus.client.xrange(self._stream, letter_id, letter_id)
        for id_, fields in found:
            return self._letter(id_.decode(), _text(fields))
        raise self._missing(letter_id)

    def _letter(self, letter_id: str, fields: Mapping[str, str]) -> DeadLetter:
        return DeadLetter(
            id=letter_id,
            service=self._service.short,
            stream=fields["stream"],
            type=fields["type"] or None,
            subject=_subject(fields["event"]),
            error=fields["error"],
            deliveries=int(fields["deliveries"]),
            died_at=datetime.fromisoformat(fields["died_at"]),
            event=fields["event"],
        )

    def _require_id(self, letter_id: str) -> None:
        """What is no id at all would be refused by the bus as if that were at fault."""
        if not _ENTRY_ID.fullmatch(letter_id):
            raise self._missing(letter_id)

    def _missing(self, letter_id: str) -> LookupError:
        return LookupError(f"{self._service.short} has no dead letter {letter_id}; list them anew")


def _subject(event: str) -> str | None:
    try:
        return RawEvent.model_validate_json(event).subject
    except ValidationError:
        return None


def _text(fields: Mapping[bytes, bytes]) -> dict[str, str]:
    return {key.decode(): value.decode(errors="replace") for key, value in fields.items()}
