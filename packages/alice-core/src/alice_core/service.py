"""What a service says of itself, and what the core gives it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.params import Depends
from starlette.middleware import Middleware

from alice_contracts.services import Service
from alice_core.background import Task
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.events.consumer import Subscription
from alice_core.events.outbox import Outbox
from alice_core.http.guard import Check
from alice_core.settings import ServiceSettings
from alice_core.work.worker import Worker

T = TypeVar("T")

INNER_MEND = "This inner service takes the platform's internal token only; ask the door instead."


@dataclass(frozen=True)
class Context:
    """What the core gives to a service."""

    service: Service
    settings: ServiceSettings
    database: Database
    bus: Bus
    outbox: Outbox


@dataclass(frozen=True)
class Parts:
    """What a service is made of.

    `provides` are the objects that its routes ask for by type; `resources` is closed when the
    service ends; `allows` replaces the check of the platform's internal token, and `mend` what
    it tells those whom it refuses; `middleware` stands before everything else of the service.
    """

    routers: Sequence[APIRouter] = ()
    provides: Sequence[object] = ()
    subscription: Subscription | None = None
    workers: Sequence[Worker[Any]] = ()
    tasks: Sequence[Task] = ()
    resources: AsyncExitStack = field(default_factory=AsyncExitStack)
    body_limits: Mapping[str, int] = field(default_factory=dict)
    allows: Check | None = None
    mend: str = INNER_MEND
    middleware: Sequence[Middleware] = ()


@dataclass(frozen=True)
class ServiceDefinition:
    """What the entry-point group `alice.services` names, one object a service.

    `prepare` makes, at the given address, the tables of a library that keeps its own; it follows
    the service's migrations each time, and leaves at once where there is nothing to do.
    """

    service: Service
    package: str
    build: Callable[[Context], Parts]
    settings: type[ServiceSettings] = ServiceSettings
    extensions: tuple[str, ...] = ()
    prepare: Callable[[str], None] | None = None


def provided(kind: type[T]) -> Depends:
    """The dependency that hands a route the object of this type from `Parts.provides`."""

    def find(request: Request) -> T:
        found: T = request.app.state.provided[kind]
        return found

    return Depends(find)
