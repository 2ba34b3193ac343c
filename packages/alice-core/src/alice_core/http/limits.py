"""ASGI middleware: bounds the body of every request, whether or not it declares its length."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alice_core.problems import Problem, problem_response

DEFAULT_LIMIT = 1024 * 1024


class BodyLimit:
    """`limits` maps path prefixes to bytes; everything else is held to `DEFAULT_LIMIT`."""

    def __init__(self, app: ASGIApp, limits: Mapping[str, int]) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared) > limit:
            await problem_response(body_too_large(limit))(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit), send)

    def _limit(self, path: str) -> int:
        fitting = (limit for prefix, limit in self._limits.items() if path.startswith(prefix))
        return next(fitting, DEFAULT_LIMIT)


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise body_too_large(limit)
        return message

    return counted


def body_too_large(limit: int) -> Problem:
    return Problem(
        413,
        "body-too-large",
        "The body is too large",
        f"At most {limit:,} bytes are taken here; send less, or in several requests.",
    )
