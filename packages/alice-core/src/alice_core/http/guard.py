"""ASGI middleware: a door that opens to one bearer token only."""

import hmac
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from alice_core.problems import Problem, problem_response

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})

Check = Callable[[Headers], bool]


class Guard:
    """Answers 401 unless `allows` says yes to the request's headers."""

    def __init__(
        self, app: ASGIApp, allows: Check, mend: str, open_paths: frozenset[str] = OPEN_PATHS
    ) -> None:
        self._app = app
        self._allows = allows
        self._mend = mend
        self._open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._may_pass(scope):
            await problem_response(self._refusal())(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        return scope["path"] in self._open_paths or self._allows(Headers(scope=scope))

    def _refusal(self) -> Problem:
        challenge = {"WWW-Authenticate": 'Bearer realm="alice"'}
        return Problem(401, "unauthorized", "A token is needed", self._mend, headers=challenge)


def bearer(token: str) -> Check:
    """Allows `Authorization: Bearer <token>` and compares in constant time (RFC 6750)."""
    expected = token.encode()

    def allows(headers: Headers) -> bool:
        scheme, _, given = headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), expected)

    return allows
