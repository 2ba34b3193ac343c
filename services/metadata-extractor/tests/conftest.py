"""The whole service on a real database and bus, with the originals behind it on a real port."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from alice_contracts.envelope import Event, EventData, RawEvent
from alice_contracts.events.assets import AssetDiscovered
from alice_contracts.events.search import RebuildRequested
from alice_contracts.identity import asset_id_of
from alice_contracts.media import MediaKind
from alice_contracts.services import ASSETS, METADATA, SEARCH, Service
from alice_core.app import create_app
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.main import load_settings, run_migrations
from alice_core.testing import eventually
from alice_core.testing.fixtures import DatabaseFactory
from alice_core.testing.http import http_server
from metadata_extractor.app import service

TOKEN = "inner"
REBUILD = UUID(int=1)


class Originals:
    """Assets as metadata reads from it: bytes by id and Range, or a status for an id.

    `requests` counts those for each id.
    """

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.statuses: dict[str, int] = {}
        self._contents: dict[str, bytes] = {}
        self.app = Starlette(routes=[Route("/api/v1/assets/{asset_id}/content", self._answer)])

    def add(self, content: bytes) -> str:
        asset_id = asset_id_of(content)
        self._contents[asset_id] = content
        return asset_id

    async def _answer(self, request: Request) -> Response:
        asset_id = request.path_params["asset_id"]
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        self.requests[asset_id] += 1
        content = self._contents.get(asset_id)
        if content is None or asset_id in self.statuses:
            return Response("not to be had", self.statuses.get(asset_id, 404))
        first, _, last = request.headers["range"].removeprefix("bytes=").partition("-")
        part = content[int(first) : int(last) + 1]
        if not part:
            return Response(status_code=416)
        end = int(first) + len(part) - 1
        return Response(part, 206, {"content-range": f"bytes {first}-{end}/{len(content)}"})


@pytest.fixture
def originals() -> Originals:
    return Originals()


@pytest.fixture
def assets_url(originals: Originals) -> Iterator[str]:
    with http_server(originals.app) as url:
        yield url


class Metadata:
    """The service, what it hears, and what a test asks of it."""

    def __init__(self, client: httpx.AsyncClient, database: Database, redis_url: str) -> None:
        self.client = client
        self.database = database
        self._redis_url = redis_url

    async def hear(self, *events: Event[Any], stream: str = "alice.assets") -> None:
        bus = Bus(self._redis_url, ASSETS)
        await bus.publish(
            [(stream, {"type": e.type, "event": e.model_dump_json()}) for e in events]
        )
        await bus.close()

    async def discover(self, *asset_ids: str) -> None:
        await self.hear(*(event(asset_id, 1, discovered()) for asset_id in asset_ids))

    async def ask_for_a_rebuild(self) -> list[RawEvent]:
        """What the service says for it, to the end."""
        data = RebuildRequested(rebuild_id=REBUILD, owners=("metadata",))
        await self.hear(event(str(REBUILD), 0, data, SEARCH), stream="alice.search")

        async def completed() -> list[RawEvent] | None:
            said = await self.facts("alice.rebuild")
            return said if said and said[-1].type == "snapshot.completed" else None

        return await eventually(completed, within=30)

    async def get(self, asset_id: str) -> dict[str, Any]:
        answer = await self.client.get(f"/metadata/{asset_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def facts(self, stream: str = "alice.metadata") -> list[RawEvent]:
        """What was said on a stream, the oldest first."""
        async with Redis.from_url(self._redis_url) as redis:
            entries = await redis.xrange(stream)
        return [RawEvent.model_validate_json(fields[b"event"]) for _, fields in entries]

    async def said(self, count: int = 1) -> list[RawEvent]:
        """The facts, once there are so many and nothing waits any more."""

        async def all_said() -> list[RawEvent] | None:
            facts = await self.facts()
            return facts if len(facts) >= count and await self._is_idle() else None

        return await eventually(all_said, within=60)

    async def idle(self) -> None:
        """Everything is heard, done and said; what failed for good may be left."""
        await eventually(self._is_idle, within=60)

    async def failed(self) -> list[dict[str, Any]]:
        answer = await self.client.get("http://metadata/operations/failed-work")
        return answer.json()["items"]

    async def _is_idle(self) -> bool:
        status = (await self.client.get("http://metadata/operations/status")).json()
        work = sum(queue["waiting"] + queue["leased"] for queue in status["work"])
        heard = all(group["lag"] == group["pending"] == 0 for group in status["groups"])
        return heard and work == 0 and status["outbox"]["waiting"] == 0


def event(subject: str, revision: int, data: EventData, source: Service = ASSETS) -> Event[Any]:
    return Event[type(data)](
        source=source.source, type=data.type, subject=subject, revision=revision, data=data
    )


def discovered() -> AssetDiscovered:
    return AssetDiscovered(
        mime="image/png",
        kind=MediaKind.IMAGE,
        size=10,
        discovered_at=datetime(2026, 11, 1, 12, tzinfo=UTC),
        locations=(),
    )


@pytest.fixture(scope="session")
def make_event() -> Callable[..., Event[Any]]:
    return event


async def migrate(url: str) -> None:
    await asyncio.to_thread(run_migrations, service, settings(url, "redis://unused"))


def settings(database_url: str, redis_url: str, **values: str) -> Any:
    return load_settings(
        service,
        {
            "service_name": METADATA.name,
            "database_url": database_url,
            "redis_url": redis_url,
            "internal_token": TOKEN,
            "instance_name": "metadata-0",
            **values,
        },
    )


@pytest.fixture
async def metadata_url(database_factory: DatabaseFactory) -> str:
    return await database_factory("metadata", migrate)


@pytest.fixture
async def database(metadata_url: str) -> AsyncIterator[Database]:
    database = Database(metadata_url, name=METADATA.name)
    yield database
    await database.close()


Start = Callable[..., Awaitable[Metadata]]


@pytest.fixture
async def start_metadata(
    metadata_url: str, redis_url: str, database: Database, assets_url: str
) -> AsyncIterator[Start]:
    """Start the service with settings of the test's own."""
    async with AsyncExitStack() as stack:

        async def start(**values: str) -> Metadata:
            values = {"assets_service_url": assets_url, **values}
            running = _running(settings(metadata_url, redis_url, **values), database, redis_url)
            return await stack.enter_async_context(running)

        yield start


@pytest.fixture
async def metadata(start_metadata: Start) -> Metadata:
    return await start_metadata()


@asynccontextmanager
async def _running(settings: Any, database: Database, redis_url: str) -> AsyncIterator[Metadata]:
    failures: list[str] = []
    app = create_app(service, settings, failures.append)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://metadata/api/v1",
            headers=headers,
        ) as client,
    ):
        yield Metadata(client, database, redis_url)
    assert not failures
