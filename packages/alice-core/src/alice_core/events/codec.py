"""Facts to envelopes and back, in the JSON that goes over the bus."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from alice_contracts.envelope import MAX_DATA_BYTES, Event, EventData
from alice_contracts.services import Service
from alice_core.tracing import current_traceparent


@dataclass(frozen=True)
class Fact:
    """Something that came about; `revision` is the owner's number for this state of `subject`."""

    subject: str
    revision: int
    data: EventData


class FactTooLargeError(ValueError):
    """Data goes over the bus up to 32 KiB; larger blocks stay with their owner."""


@cache
def _envelope(data: type[EventData]) -> type[Event[Any]]:
    return Event[data]  # type: ignore[valid-type]


def encode(service: Service, fact: Fact, rebuild: UUID | None = None) -> str:
    """The event that tells `fact`, with the trace under which it came about.

    `rebuild` names the rebuild whose snapshot repeats it. Raises `FactTooLargeError`.
    """
    kind = type(fact.data)
    event = _envelope(kind)(
        source=service.source,
        type=kind.type,
        subject=fact.subject,
        revision=fact.revision,
        dataversion=kind.dataversion,
        traceparent=current_traceparent(),
        rebuild=rebuild,
        data=fact.data,
    )
    encoded = event.model_dump_json()
    if len(encoded) > MAX_DATA_BYTES // 4:  # a character takes up to four bytes
        _refuse_large(fact)
    return encoded


def decode(data: type[EventData], encoded: bytes) -> Event[Any]:
    """Raises pydantic's `ValidationError`."""
    return _envelope(data).model_validate_json(encoded)


def _refuse_large(fact: Fact) -> None:
    size = len(fact.data.model_dump_json().encode())
    if size > MAX_DATA_BYTES:
        raise FactTooLargeError(
            f"{fact.data.type} of {fact.subject} has {size} bytes of data, more than "
            f"{MAX_DATA_BYTES}; keep the large part with its owner and let readers fetch it"
        )
