"""Bytes of an inner service, handed on as they come."""

from collections.abc import Mapping

import httpx
from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send
from typing_extensions import override

ASKED = ("range", "if-range", "if-none-match", "if-modified-since")
ANSWERED = (
    "accept-ranges",
    "cache-control",
    "content-disposition",
    "content-length",
    "content-range",
    "content-type",
    "etag",
    "last-modified",
    "location",
)


def asked_headers(request: Request) -> Mapping[str, str]:
    return {name: request.headers[name] for name in ASKED if name in request.headers}


class Relayed(StreamingResponse):
    """One chunk is held at a time: a slow reader slows the service down, not fills the door."""

    def __init__(self, upstream: httpx.Response) -> None:
        super().__init__(
            upstream.aiter_raw(),
            status_code=upstream.status_code,
            headers={name: upstream.headers[name] for name in ANSWERED if name in upstream.headers},
        )
        self._upstream = upstream

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._upstream.aclose()


class RelayedDownload(Relayed):
    """Bytes of a type that strangers chose: to a browser neither a page nor a script."""

    def __init__(self, upstream: httpx.Response) -> None:
        super().__init__(upstream)
        self.headers["content-type"] = "application/octet-stream"
        if not self.headers.get("content-disposition", "").startswith("attachment"):
            self.headers["content-disposition"] = "attachment"
