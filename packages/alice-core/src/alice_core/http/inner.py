"""The connection from one service to another: address, the platform's token and the trace."""

import httpx

from alice_core.tracing import current_traceparent

TIMEOUT = httpx.Timeout(30.0, connect=2.0, pool=5.0)
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20)


def inner_connection(url: str, token: str) -> httpx.AsyncClient:
    """What a `ServiceClient` asks through; proxies of the environment are left aside."""
    return httpx.AsyncClient(
        base_url=url,
        headers={"authorization": f"Bearer {token}"},
        timeout=TIMEOUT,
        limits=LIMITS,
        event_hooks={"request": [_continue_trace]},
        trust_env=False,
    )


def inner_files(url: str, token: str) -> httpx.Client:
    """What a `RemoteFile` reads through, in a thread or process that may wait."""
    return httpx.Client(
        base_url=url,
        headers={"authorization": f"Bearer {token}"},
        timeout=TIMEOUT,
        trust_env=False,
    )


async def _continue_trace(request: httpx.Request) -> None:
    if traceparent := current_traceparent():
        request.headers["traceparent"] = traceparent
