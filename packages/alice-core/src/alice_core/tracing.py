"""The W3C trace context that joins a request, its events and its log lines.

Source: https://www.w3.org/TR/trace-context/
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_VALID = re.compile(r"^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$")
_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def new_traceparent() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def current_traceparent() -> str | None:
    return _current.get()


def current_trace_id() -> str | None:
    traceparent = _current.get()
    return traceparent.split("-")[1] if traceparent else None


@contextmanager
def trace(traceparent: str | None) -> Iterator[str]:
    """Continue the given trace with a new span, or begin one where there is none to continue."""
    if traceparent and _VALID.match(traceparent):
        version, trace_id, _, flags = traceparent.split("-")
        span = "-".join((version, trace_id, secrets.token_hex(8), flags))
    else:
        span = new_traceparent()
    token = _current.set(span)
    try:
        yield span
    finally:
        _current.reset(token)
