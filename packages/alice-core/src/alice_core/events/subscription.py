"""What a service hears, and what it does with it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.envelope import Event, EventData


@dataclass(frozen=True)
class Delivery:
    """An event as it arrived."""

    stream: str
    entry_id: str
    event: Event[Any]


Fold = Callable[[AsyncSession, Sequence[Delivery]], Awaitable[None]]


@dataclass(frozen=True)
class Subscription:
    """`fold` writes what follows from events it has not seen, and leaves the commit to its caller.

    `streams` replaces those that the catalogue says the service hears.
    """

    types: tuple[type[EventData], ...]
    fold: Fold
    streams: tuple[str, ...] | None = None
