"""ASGI middleware: continues the trace and measures each request by its route template."""

from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alice_core.logs import get_logger
from alice_core.metrics import REQUEST_DURATION, REQUESTS, REQUESTS_ACTIVE
from alice_core.tracing import trace

log = get_logger(__name__)


class Observe:
    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with trace(_header(scope, b"traceparent")) as span:
            await self._measure(scope, receive, send, span)

    async def _measure(self, scope: Scope, receive: Receive, send: Send, span: str) -> None:
        status = 500
        began = perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"traceparent", span.encode())]
            await send(message)

        REQUESTS_ACTIVE.labels(self._service).inc()
        try:
            await self._app(scope, receive, watch)
        finally:
            REQUESTS_ACTIVE.labels(self._service).dec()
            self._record(scope, status, perf_counter() - began)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        labels = (self._service, scope["method"], route, str(status))
        REQUESTS.labels(*labels).inc()
        REQUEST_DURATION.labels(*labels).observe(seconds)


def _header(scope: Scope, name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)
