"""Asking a service: typed answers, and errors that name the service."""

from collections.abc import AsyncIterable, Callable, Mapping
from functools import cache
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from alice_contracts.clients.errors import (
    ServiceProblemError,
    ServiceUnavailableError,
    UnexpectedAnswerError,
)
from alice_contracts.http.problem import ProblemDetails
from alice_contracts.services import Service

AnswerT = TypeVar("AnswerT")

_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


class ServiceClient:
    """Asks one service over `http`, which carries its address, the token and the trace.

    Every method raises a `ServiceError` where there is no answer as promised.
    """

    def __init__(self, service: Service, http: httpx.AsyncClient) -> None:
        self.service = service
        self._http = http

    async def _ask(
        self,
        answer: type[AnswerT],
        method: str,
        url: str,
        *,
        body: BaseModel | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> AnswerT:
        response = await self._send(method, url, body=body, params=params)
        return self._parse(answer, response)

    async def _send(
        self,
        method: str,
        url: str,
        *,
        body: BaseModel | None = None,
        params: Mapping[str, Any] | None = None,
        content: AsyncIterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        request = self._http.build_request(
            method,
            url,
            json=None if body is None else body.model_dump(mode="json"),
            params=None if params is None else {k: v for k, v in params.items() if v is not None},
            content=content,
            headers=headers,
        )
        response = await self._open(request)
        await self._read(response)
        return self._checked(response)

    async def _stream(self, method: str, url: str, headers: Mapping[str, str]) -> httpx.Response:
        """An answer whose body is not read yet; whoever asked closes it."""
        identity = {"accept-encoding": "identity"}
        request = self._http.build_request(method, url, headers={**identity, **headers})
        response = await self._open(request)
        if response.is_error and method != "HEAD":
            await self._read(response)
            self._checked(response)
        return response

    async def _open(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._http.send(request, stream=True)
        except httpx.TransportError as error:
            raise ServiceUnavailableError(self.service, _reason(error)) from error

    async def _read(self, response: httpx.Response) -> None:
        try:
            await response.aread()
        except httpx.TransportError as error:
            raise ServiceUnavailableError(self.service, _reason(error)) from error

    def _checked(self, response: httpx.Response) -> httpx.Response:
        if not response.is_error:
            return response
        if not response.headers.get("content-type", "").startswith("application/problem+json"):
            raise UnexpectedAnswerError(self.service, f"status {response.status_code}")
        problem = self._parse(ProblemDetails, response)
        raise ServiceProblemError(self.service, problem, response.headers)

    def _parse(self, answer: type[AnswerT], response: httpx.Response) -> AnswerT:
        try:
            parsed: AnswerT = _adapter(answer).validate_json(response.content)
        except ValidationError as error:
            raise UnexpectedAnswerError(self.service, str(error)) from error
        return parsed


def _reason(error: httpx.TransportError) -> str:
    return str(error) or type(error).__name__
