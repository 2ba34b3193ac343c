"""What stands before every route: tokens, limits, traces, problems, metrics."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from prometheus_client import REGISTRY
from starlette.middleware import Middleware

from alice_core.http.guard import Guard, bearer
from alice_core.http.limits import BodyLimit
from alice_core.http.observe import Observe
from alice_core.problems import install_problem_handlers, not_found
from alice_core.tracing import current_traceparent

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI(
        middleware=[
            Middleware(Observe, service="test"),
            Middleware(Guard, allows=bearer("secret"), mend="Send the token."),
            Middleware(BodyLimit, limits={"/large": 100}),
        ]
    )
    install_problem_handlers(app)

    @app.get("/items/{number}")
    async def item(number: int) -> dict[str, str | None]:
        if number == 0:
            raise not_found("Item 0", "Ask for another.")
        if number == 1:
            raise RuntimeError("broken")
        return {"trace": current_traceparent()}

    @app.post("/{size}")
    async def take(request: Request) -> int:
        return len(await request.body())

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {"Authorization": "Bearer secret"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", headers=headers
    ) as client:
        yield client


@pytest.mark.parametrize("given", ["", "Bearer other", "Basic secret", "Bearer secret2"])
async def test_another_token_is_refused(client, given):
    answer = await client.get("/items/5", headers={"Authorization": given})
    assert (answer.status_code, answer.json()["detail"]) == (401, "Send the token.")


async def test_the_trace_goes_on_with_a_span_of_its_own(client):
    answer = await client.get("/items/5", headers={"traceparent": TRACE})
    inside = answer.json()["trace"]
    assert inside.split("-")[1] == TRACE.split("-")[1]
    assert inside.split("-")[2] != TRACE.split("-")[2]
    assert answer.headers["traceparent"] == inside


@pytest.mark.parametrize("given", ["", "nonsense", TRACE.replace("4bf92f35", "zzzzzzzz")])
async def test_a_bad_trace_is_not_continued(client, given):
    answer = await client.get("/items/5", headers={"traceparent": given})
    assert len(answer.json()["trace"].split("-")[1]) == 32


async def test_problems_are_problems(client):
    missing, broken = await client.get("/items/0"), await client.get("/items/1")
    invalid = await client.get("/items/many")
    assert [a.status_code for a in (missing, broken, invalid)] == [404, 500, 422]
    for answer in (missing, broken, invalid):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"].startswith("urn:alice:problem:")
    assert "broken" not in broken.text
    assert invalid.json()["errors"][0]["field"] == "number"


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_is_bounded_declared_or_not(client, declared):
    async def chunks():
        yield b"x" * 60
        yield b"x" * 60

    content = b"x" * 120 if declared else chunks()
    answer = await client.post("/large", content=content)
    assert answer.status_code == 413
    assert "100 bytes" in answer.json()["detail"]


async def test_a_body_within_the_limit_passes(client):
    assert (await client.post("/large", content=b"x" * 100)).json() == 100


async def test_requests_are_counted_by_their_route(client):
    labels = {"service": "test", "method": "GET", "route": "/items/{number}", "status": "200"}
    before = REGISTRY.get_sample_value("requests_total", labels) or 0
    await client.get("/items/7")
    await client.get("/items/8")
    assert REGISTRY.get_sample_value("requests_total", labels) == before + 2
