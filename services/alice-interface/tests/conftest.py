"""The door between a client and inner services that answer what a test tells them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from alice_contracts.assessment import Measures
from alice_contracts.services import INTERFACE, SERVICES
from alice_core.app import create_app
from alice_core.embedded.valkey import ValkeyServer
from alice_core.migrations import migrate
from alice_core.testing import RunningServer
from alice_core.testing.databases import Databases
from alice_core.testing.http import http_server
from alice_interface.app import service
from alice_interface.settings import InterfaceSettings

DOOR_TOKEN = "the-token-of-the-door"
INTERNAL_TOKEN = "the-token-of-the-inside"

Answer = Callable[[Request], Awaitable[Response]]


@dataclass
class Inner:
    """An inner service: answers by method and path, and keeps what it was asked."""

    url: str = ""
    asked: list[Request] = field(default_factory=list)
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def says(self, method: str, path: str, body: Any, status: int = 200) -> None:
        async def answer(_request: Request) -> Response:
            return JSONResponse(body, status)

        self.does(method, path, answer)

    def refuses(self, method: str, path: str, status: int, **more: Any) -> dict[str, Any]:
        """The problem that is answered."""
        problem = {
            "type": "urn:alice:problem:tested",
            "title": "Tested",
            "status": status,
            "detail": f"{path}: change the test.",
            "trace_id": None,
            **more,
        }

        async def answer(_request: Request) -> Response:
            return JSONResponse(problem, status, media_type="application/problem+json")

        self.does(method, path, answer)
        return problem

    def forget(self) -> None:
        self.asked.clear()
        self.answers.clear()

    def does(self, method: str, path: str, answer: Answer) -> None:
        root = "" if path.startswith("/operations/") else "/api/v1"
        self.answers[method, root + path] = answer

    async def answer(self, request: Request) -> Response:
        self.asked.append(request)
        return await self.answers[request.method, request.url.path](request)

    @property
    def app(self) -> Starlette:
        methods = ["GET", "HEAD", "POST", "PUT", "DELETE"]
        return Starlette(routes=[Route("/{path:path}", self.answer, methods=methods)])


@contextmanager
def running_inner() -> Iterator[Inner]:
    inner = Inner()
    with http_server(inner.app) as inner.url:
        yield inner


@pytest.fixture(scope="session")
def inside() -> Iterator[dict[str, Inner]]:
    """Every service behind the door, by its short name."""
    with ExitStack() as running:
        yield {
            service.short: running.enter_context(running_inner())
            for service in SERVICES.values()
            if service is not INTERFACE
        }


def one_of(inside: dict[str, Inner], short: str) -> Inner:
    inside[short].forget()
    return inside[short]


@pytest.fixture
def assets(inside: dict[str, Inner]) -> Inner:
    return one_of(inside, "assets")


@pytest.fixture
def quality(inside: dict[str, Inner]) -> Inner:
    return one_of(inside, "quality")


@pytest.fixture
def metadata(inside: dict[str, Inner]) -> Inner:
    return one_of(inside, "metadata")


@pytest.fixture
def search(inside: dict[str, Inner]) -> Inner:
    return one_of(inside, "search")


@pytest.fixture
def workflow(inside: dict[str, Inner]) -> Inner:
    return one_of(inside, "workflow")


async def migrated(url: str) -> None:
    await asyncio.to_thread(migrate, "alice_interface", url)


@pytest.fixture(scope="session")
def settings(
    inside: dict[str, Inner],
    databases: Databases,
    valkey_server: RunningServer[ValkeyServer],
) -> InterfaceSettings:
    database = asyncio.run(databases.clone("interface", migrated))
    bus = valkey_server.server
    return InterfaceSettings(
        service_name="alice-interface",
        database_url=databases.url(database),
        redis_url=bus.url(bus.admin),
        internal_token=INTERNAL_TOKEN,
        door_token=DOOR_TOKEN,
        **{f"{short}_service_url": inner.url for short, inner in inside.items()},
    )


@pytest.fixture(scope="session")
def door_url(settings: InterfaceSettings) -> Iterator[str]:
    with http_server(create_app(service, settings, on_failure=pytest.fail)) as url:
        yield url


@pytest.fixture
def door(door_url: str) -> Iterator[httpx.Client]:
    """A client that has the token."""
    headers = {"authorization": f"Bearer {DOOR_TOKEN}"}
    with httpx.Client(base_url=f"{door_url}/api/v1", headers=headers) as client:
        yield client


ASSET_ID = "sha256:" + "ab" * 32
NOW = "2026-01-02T03:04:05Z"
SEEN: dict[str, Any] = {
    "asset_id": ASSET_ID,
    "state": "processed",
    "mime": "image/png",
    "kind": "image",
    "size": 10,
    "discovered_at": NOW,
    "locations": [],
    "width": 2,
    "height": 3,
    "duration": None,
    "frames": 1,
    "pixel_hash": "00" * 32,
    "perceptual_hash": "00" * 8,
    "renditions": [],
    "rejection": None,
}


GENERATION: dict[str, Any] = {
    "prompt": "a castle",
    "negative_prompt": None,
    "model": "sdxl",
    "model_hash": None,
    "seed": 2**64 - 1,
    "steps": 20,
    "sampler": None,
    "scheduler": None,
    "cfg_scale": 7.0,
    "loras": [{"name": "mist", "weight": 0.5}],
}
ORIGIN: dict[str, Any] = {
    "generator": "ComfyUI",
    "tool_version": None,
    "is_ai": "yes",
    "confidence": 0.95,
    "tags": [{"key": "style", "value": "oil", "origin": "prompt", "confidence": 0.8}],
}
JUDGEMENT: dict[str, Any] = {
    "stars": 4,
    "score": 71.5,
    "reasons": [{"code": "sharp", "verdict": "good", "text": "It is sharp."}],
}


@pytest.fixture
def document() -> dict[str, Any]:
    """As search answers it."""
    seen = {"format": "png", "filename": "a.png", "created_at": NOW}
    return SEEN | seen | GENERATION | ORIGIN | JUDGEMENT


@pytest.fixture
def asset() -> dict[str, Any]:
    """As assets answers it."""
    return SEEN | {"revision": 1, "deleted_at": None, "superseded_by": None}


@pytest.fixture
def provenance() -> dict[str, Any]:
    """As metadata answers it."""
    evidence = {
        "about": "generator",
        "claim": "ComfyUI",
        "kind": "generation_metadata",
        "place": "PNG tEXt prompt",
        "confidence": 0.95,
        "excerpt": "{",
    }
    block = {
        "number": 0,
        "place": "PNG tEXt prompt",
        "media_type": "application/json",
        "size": 2,
        "problem": None,
    }
    return {
        "asset_id": ASSET_ID,
        "revision": 1,
        "extractor": "1",
        "extracted_at": NOW,
        "provenance": ORIGIN | {"evidence": [evidence], "generation": GENERATION},
        "problems": [],
        "blocks": [block],
    }


@pytest.fixture
def assessment() -> dict[str, Any]:
    """As quality answers it."""
    return {
        "asset_id": ASSET_ID,
        "revision": 1,
        "assessor": "1",
        "assessed_at": NOW,
        "assessments": 1,
        "judgement": JUDGEMENT | {"measures": dict.fromkeys(Measures.model_fields, 0.5)},
    }
