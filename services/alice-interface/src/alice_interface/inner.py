"""The services behind the door, and what their failures look like before it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import ClientDisconnect

from alice_contracts.clients.errors import (
    ServiceError,
    ServiceProblemError,
    ServiceUnavailableError,
    UnexpectedAnswerError,
)
from alice_contracts.clients.operations import OperationsClient
from alice_contracts.services import Service
from alice_core.logs import get_logger
from alice_core.problems import TYPE_PREFIX, Problem

TIME_LIMIT = 2.0
PASSED_HEADERS = ("retry-after", "content-range", "etag")

AnswerT = TypeVar("AnswerT")

log = get_logger(__name__)


@dataclass(frozen=True)
class InnerServices:
    """How each service behind the door is asked about its operations."""

    operations: Sequence[OperationsClient]

    def chosen(self, short: str | None) -> Sequence[OperationsClient]:
        return self.operations if short is None else [self.named(short)]

    def named(self, short: str) -> OperationsClient:
        """Raises a 404 problem for a name that no service has."""
        for client in self.operations:
            if client.service.short == short:
                return client
        names = ", ".join(client.service.short for client in self.operations)
        raise Problem(
            404, "unknown-service", "No such service", f"{short} is none of them: {names}."
        )


async def attempt(service: Service, answer: Awaitable[AnswerT]) -> AnswerT | ServiceError:
    """The answer, or why there is none within the time limit."""
    try:
        async with asyncio.timeout(TIME_LIMIT):
            return await answer
    except TimeoutError:
        return ServiceUnavailableError(service, f"no answer within {TIME_LIMIT:g} s")
    except ServiceError as error:
        return error


async def inner_problems() -> AsyncIterator[None]:
    """Route dependency: what the services refuse passes through, what they fail at is named."""
    try:
        yield
    except ServiceProblemError as error:
        raise _passed(error) from error
    except ServiceUnavailableError as error:
        raise _unavailable(error.service) from error
    except UnexpectedAnswerError as error:
        log.exception("unexpected answer", asked=error.service.short)
        raise _unexpected(error.service) from error
    except ClientDisconnect as error:
        raise Problem(
            400, "broken-off", "The request broke off", "Its body did not arrive; send it again."
        ) from error


def _passed(error: ServiceProblemError) -> Problem:
    problem = error.problem
    if problem.status == 401:
        return _unexpected(error.service)
    known = {"type", "title", "status", "detail", "trace_id"}
    return Problem(
        problem.status,
        problem.type.removeprefix(TYPE_PREFIX),
        problem.title,
        problem.detail,
        headers={name: error.headers[name] for name in PASSED_HEADERS if name in error.headers},
        **problem.model_dump(mode="json", exclude=known, exclude_none=True),
    )


def _unavailable(service: Service) -> Problem:
    return Problem(
        503,
        "service-unavailable",
        "A part of the platform does not answer",
        f"{service.short} does not answer. `alice status` shows how it stands and `alice logs "
        f"{service.short}` why; ask again when it runs.",
        headers={"retry-after": "2"},
        service=service.short,
    )


def _unexpected(service: Service) -> Problem:
    return Problem(
        502,
        "unexpected-answer",
        "A part of the platform answers wrongly",
        f"{service.short} gave no answer that the door knows. Let both run the same release with "
        f"the same INTERNAL_TOKEN; the door's log has the answer under this trace_id.",
        service=service.short,
    )
