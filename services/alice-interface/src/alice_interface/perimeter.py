"""ASGI middleware around the door: the names it answers to, and what browsers may do with it.

A page on another site can make a browser ask a local address, or let its own name point there
(DNS rebinding). Both are told apart by `Host` and `Origin`; there is no CORS.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alice_core.http.guard import OPEN_PATHS
from alice_core.problems import Problem, problem_response

SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class SecurityHeaders:
    """Adds the headers, and `no-store` where a route says nothing about caching."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, add if scope["type"] == "http" else send)


class SameSite:
    """Refuses requests under a foreign name (421) or from a foreign page (403).

    Probes ask by address, so what is open without a token is open under every name.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Collection[str]) -> None:
        self._app = app
        self._allowed_hosts = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        guarded = scope["type"] == "http" and scope["path"] not in OPEN_PATHS
        refusal = self._refusal(Headers(scope=scope)) if guarded else None
        answer = problem_response(refusal) if refusal else self._app
        await answer(scope, receive, send)

    def _refusal(self, headers: Headers) -> Problem | None:
        host = headers.get("host", "").lower()
        if _name(host) not in self._allowed_hosts:
            return _foreign_host(host)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin.lower()).netloc != host:
            return _foreign_origin(origin)
        return None


def _name(host: str) -> str:
    """The host without its port; an IPv6 address keeps its brackets."""
    name, _, port = host.rpartition(":")
    return name if name and port.isdecimal() else host


def _foreign_host(host: str) -> Problem:
    return Problem(
        421,
        "foreign-host",
        "The door does not answer to this name",
        f"Host: {host or '(none)'} is not among the allowed names; ask by one of them, or add "
        f"it to ALLOWED_HOSTS.",
    )


def _foreign_origin(origin: str) -> Problem:
    return Problem(
        403,
        "foreign-origin",
        "Other sites may not ask",
        f"Origin: {origin} is another site; open the door's own address instead.",
    )
