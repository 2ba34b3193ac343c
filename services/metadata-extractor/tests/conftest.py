"""The whole service on a real database and bus, with the originals behind it on a real port."""

import asyncio
import importlib
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from redis.asyncio import Redis
from sqlalchemy import text
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
HOSTILE_READER = """
import os, time
from metadata_extractor.sandboxed import interpret_blocks

def interpret(blocks):
    for block in blocks:
        match block.data.rpartition(b"\\0")[2]:
            case b"hang": time.sleep(600)
            case b"die": os.abort()
            case b"eat": bytearray(2**40)
            case b"break": raise ValueError("half a character: \\ud800")
    return interpret_blocks(blocks)
"""
RELAY_LEADS = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE locktype = 'advisory' AND datname = current_database()"
)
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


@pytest.fixture
def hostile_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that does what blocks say; processes find it by its name."""
    (tmp_path / "hostile_reader.py").write_text(HOSTILE_READER)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "hostile_reader", raising=False)
    reader = importlib.import_module("hostile_reader")
    monkeypatch.setattr("metadata_extractor.sandboxed.interpret_blocks", reader.interpret)


class Metadata:
    """The service, what it hears, and what a test asks of it."""

    def __init__(self, client: httpx.AsyncClient, database: Database, redis_url: str) -> None:
        self.client = client
        self.database = database
        self._redis_url = redis_url

    async def hear(self, *events: Event[Any], stream: str = "alice.assets") -> None:
        await publish(self._redis_url, stream, *events)

    async def discover(self, *asset_ids: str) -> None:
        await discover(self._redis_url, *asset_ids)

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

    async def relay_leads(self) -> bool:
        async with self.database.reader() as session:
            return bool(await session.scalar(RELAY_LEADS))

    async def _is_idle(self) -> bool:
        status = (await self.client.get("http://metadata/operations/status")).json()
        work = sum(queue["waiting"] + queue["leased"] for queue in status["work"])
        heard = all(group["lag"] == group["pending"] == 0 for group in status["groups"])
        return heard and work == 0 and status["outbox"]["waiting"] == 0


def event(subject: str, revision: int, data: EventData, source: Service = ASSETS) -> Event[Any]:
    return Event[type(data)](
        source=source.source, type=data.type, subject=subject, revision=revision, data=data
    )


async def publish(redis_url: str, stream: str, *events: Event[Any]) -> None:
    bus = Bus(redis_url, ASSETS)
    await bus.publish([(stream, {"type": e.type, "event": e.model_dump_json()}) for e in events])
    await bus.close()


async def discover(redis_url: str, *asset_ids: str) -> None:
    found = AssetDiscovered(
        mime="image/png",
        kind=MediaKind.IMAGE,
        size=10,
        discovered_at=datetime(2026, 11, 1, 12, tzinfo=UTC),
        locations=(),
    )
    await publish(redis_url, "alice.assets", *(event(each, 1, found) for each in asset_ids))


@pytest.fixture
def discover_before(redis_url: str) -> Callable[..., Awaitable[None]]:
    """Say that there are assets while no service of this test runs."""
    return partial(discover, redis_url)


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
    """Start the service with settings of the test's own.

    A connection that is given up while it opens holds up the drop of its database, so the test
    begins once the relay has its own.
    """
    async with AsyncExitStack() as stack:

        async def start(**values: str) -> Metadata:
            values = {"assets_service_url": assets_url, **values}
            running = _running(settings(metadata_url, redis_url, **values), database, redis_url)
            started = await stack.enter_async_context(running)
            await eventually(started.relay_leads)
            return started

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
