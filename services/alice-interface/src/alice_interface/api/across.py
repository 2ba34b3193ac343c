"""One list over all services: a page comes from one of them, the next page from where it ended."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from alice_contracts.clients.errors import ServiceError
from alice_contracts.clients.operations import OperationsClient
from alice_contracts.http.base import Page
from alice_contracts.services import Service
from alice_core.pages import bad_cursor
from alice_interface.inner import attempt

ItemT = TypeVar("ItemT")


@dataclass(frozen=True)
class Across(Generic[ItemT]):
    """The items of one service; `next` names where the following ones are."""

    service: Service | None
    items: list[ItemT]
    next: str | None
    unavailable: list[str]


async def page_across(
    clients: Sequence[OperationsClient],
    cursor: str | None,
    ask: Callable[[OperationsClient, str | None], Awaitable[Page[ItemT]]],
) -> Across[ItemT]:
    """The first page that holds something, from the cursor (`<service>:<its own cursor>`) on."""
    remaining, inner_cursor = _resume(clients, cursor)
    unavailable: list[str] = []
    for place, client in enumerate(remaining):
        answer = await attempt(client.service, ask(client, inner_cursor))
        inner_cursor = None
        if isinstance(answer, ServiceError):
            unavailable.append(client.service.short)
        elif answer.items:
            following = _following(client, answer.next, remaining[place + 1 :])
            return Across(client.service, answer.items, following, unavailable)
    return Across(None, [], None, unavailable)


def _resume(
    clients: Sequence[OperationsClient], cursor: str | None
) -> tuple[Sequence[OperationsClient], str | None]:
    if cursor is None:
        return clients, None
    short, _, inner_cursor = cursor.partition(":")
    for place, client in enumerate(clients):
        if client.service.short == short:
            return clients[place:], inner_cursor or None
    raise bad_cursor("it names no service")


def _following(
    client: OperationsClient, inner_cursor: str | None, behind: Sequence[OperationsClient]
) -> str | None:
    if inner_cursor:
        return f"{client.service.short}:{inner_cursor}"
    return f"{behind[0].service.short}:" if behind else None
