"""RFC 9457 problem details: every error names what was wrong and what to do about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from alice_core.logs import get_logger
from alice_core.tracing import current_trace_id

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:alice:problem:"

log = get_logger(__name__)


class Problem(HTTPException):
    """An answer that is not a success; `type` is stable, `detail` names the input and the mend."""

    def __init__(
        self,
        status: int,
        kind: str,
        title: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(status, detail, headers)
        self.kind = kind
        self.title = title
        self.extra = extra

    def body(self) -> dict[str, Any]:
        return {
            "type": TYPE_PREFIX + self.kind,
            "title": self.title,
            "status": self.status_code,
            "detail": self.detail,
            "trace_id": current_trace_id(),
            **self.extra,
        }


def not_found(what: str, mend: str) -> Problem:
    return Problem(404, "not-found", "Not found", f"{what} is not here. {mend}")


def install_problem_handlers(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _answer_problem)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer_unexpected)


def problem_response(problem: Problem) -> JSONResponse:
    return JSONResponse(
        problem.body(),
        status_code=problem.status_code,
        media_type=MEDIA_TYPE,
        headers=problem.headers,
    )


async def _answer_problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return problem_response(error)


async def _answer_invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    fields = [_field(item) for item in error.errors()]
    named = "; ".join(f"{field['field']}: {field['message']}" for field in fields)
    return problem_response(
        Problem(422, "invalid-request", "The request is not valid", named, errors=fields)
    )


def _field(item: dict[str, Any]) -> dict[str, str]:
    return {"field": _path(item["loc"]), "message": str(item["msg"])}


def _path(location: Sequence[str | int]) -> str:
    """`("query", "limit")` reads `limit`; a body's path keeps its dots."""
    return ".".join(str(part) for part in location[1:]) or str(location[0])


async def _answer_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem_response(
        Problem(
            error.status_code,
            f"http-{error.status_code}",
            str(error.detail),
            str(error.detail),
            headers=dict(error.headers) if error.headers else None,
        )
    )


async def _answer_unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("request failed", path=request.url.path, exc_info=error)
    return problem_response(
        Problem(
            500,
            "internal",
            "Something went wrong here",
            "The failure is in the service's log under this trace_id; trying again may help.",
        )
    )
