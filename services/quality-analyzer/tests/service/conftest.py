"""The whole service on a real database and a real bus, beside a server of originals."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, Response
from redis.asyncio import Redis

from alice_contracts.clients.quality import QualityClient
from alice_contracts.envelope import Event, EventData, RawEvent
from alice_contracts.events.assets import AssetProcessed
from alice_contracts.http.quality import Assessment, Reassessment
from alice_contracts.identity import asset_id_of
from alice_contracts.media import MediaKind
from alice_contracts.services import ASSETS, QUALITY
from alice_core.app import create_app
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.http.inner import inner_connection
from alice_core.main import load_settings, run_migrations
from alice_core.testing import PythonProcess, eventually, free_port, python_process
from alice_core.testing.fixtures import DatabaseFactory
from alice_core.testing.http import http_server
from quality_analyzer.app import service

TOKEN = "inner"


@dataclass
class Originals:
    """What assets would serve: bytes by hash, and refusals by asset id."""

    folder: Path
    url: str = ""
    refusals: dict[str, int] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    def add(self, content: bytes) -> str:
        asset_id = asset_id_of(content)
        (self.folder / asset_id).write_bytes(content)
        return asset_id

    def answer(self, asset_id: str) -> Response:
        self.opened.append(asset_id)
        if asset_id in self.refusals:
            raise HTTPException(self.refusals[asset_id])
        path = self.folder / asset_id
        if not path.exists():
            raise HTTPException(404)
        return FileResponse(path)


@pytest.fixture
def originals(tmp_path: Path) -> Iterator[Originals]:
    served, app = Originals(tmp_path), FastAPI()
    app.get("/api/v1/assets/{asset_id}/content")(served.answer)
    with http_server(app) as served.url:
        yield served


@dataclass
class Quality:
    """The service and what a test asks of it."""

    client: QualityClient
    http: httpx.AsyncClient
    redis_url: str

    async def hear(self, subject: str, revision: int, data: EventData) -> None:
        """What assets says of one of its subjects."""
        await say(self.redis_url, [(subject, revision, data)])

    async def is_ready(self) -> bool:
        try:
            return (await self.http.get("/readyz")).is_success
        except httpx.TransportError:
            return False

    async def process(self, *asset_ids: str, revision: int = 2) -> None:
        """Assets has processed them."""
        await say(self.redis_url, [(asset_id, revision, processed()) for asset_id in asset_ids])

    async def idle(self) -> None:
        """Nothing waits for a worker or to be sent."""

        async def done() -> bool:
            status = (await self.http.get("/operations/status")).json()
            work = sum(queue["waiting"] + queue["leased"] for queue in status["work"])
            return work == 0 and status["outbox"]["waiting"] == 0

        await eventually(done, within=90)

    async def assessment(self, asset_id: str) -> Assessment:
        """The assessment as soon as there is one."""

        async def found() -> Assessment | None:
            answer = await self.http.get(f"/api/v1/assessments/{asset_id}")
            return Assessment.model_validate_json(answer.content) if answer.is_success else None

        return await eventually(found, within=60)

    async def ended(self, reassessment: UUID) -> Reassessment:
        """A reassessment of which everything has ended."""

        async def found() -> Reassessment | None:
            progress = await self.client.reassessment(reassessment)
            return progress if progress.done + progress.failed == progress.total else None

        return await eventually(found, within=90)

    async def facts(self, stream: str = "alice.quality") -> list[RawEvent]:
        """The events that were said."""
        async with Redis.from_url(self.redis_url) as redis:
            entries = await redis.xrange(stream)
        return [RawEvent.model_validate_json(fields[b"event"]) for _, fields in entries]


async def say(redis_url: str, facts: list[tuple[str, int, EventData]]) -> None:
    bus = Bus(redis_url, ASSETS)
    events = [
        Event[type(data)](
            source=ASSETS.source, type=data.type, subject=subject, revision=revision, data=data
        )
        for subject, revision, data in facts
    ]
    await bus.publish(
        [("alice.assets", {"type": e.type, "event": e.model_dump_json()}) for e in events]
    )
    await bus.close()


def processed() -> AssetProcessed:
    return AssetProcessed(
        mime="image/png",
        kind=MediaKind.IMAGE,
        width=64,
        height=48,
        duration=None,
        frames=1,
        pixel_hash="ab" * 32,
        perceptual_hash="cd" * 8,
        renditions=(),
    )


def environment(database_url: str, redis_url: str, assets_url: str) -> dict[str, str]:
    return {
        "SERVICE_NAME": QUALITY.name,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "INTERNAL_TOKEN": TOKEN,
        "INSTANCE_NAME": "quality",
        "ASSETS_SERVICE_URL": assets_url,
        "ASSESS_WORKERS": "1",
    }


@pytest.fixture
async def quality_url(database_factory: DatabaseFactory) -> str:
    return await database_factory("quality", _migrate)


@pytest.fixture
async def database(quality_url: str) -> AsyncIterator[Database]:
    database = Database(quality_url, name=QUALITY.name)
    yield database
    await database.close()


@pytest.fixture
async def quality(quality_url: str, redis_url: str, originals: Originals) -> AsyncIterator[Quality]:
    async with running(quality_url, redis_url, originals.url) as quality:
        yield quality


@asynccontextmanager
async def running(database_url: str, redis_url: str, assets_url: str) -> AsyncIterator[Quality]:
    values = environment(database_url, redis_url, assets_url)
    settings = load_settings(service, {key.lower(): value for key, value in values.items()})
    failures: list[str] = []
    app = create_app(service, settings, failures.append)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://quality", headers=headers
        ) as http,
    ):
        yield Quality(QualityClient(QUALITY, http), http, redis_url)
    assert not failures


Start = Callable[[], AbstractAsyncContextManager[tuple[PythonProcess, Quality]]]


@pytest.fixture
def start_process(quality_url: str, redis_url: str, originals: Originals) -> Start:
    """Run the service in a process of its own, which the test may kill."""
    port = free_port()
    environ = environment(quality_url, redis_url, originals.url) | {"PORT": str(port)}

    @asynccontextmanager
    async def start() -> AsyncIterator[tuple[PythonProcess, Quality]]:
        async with (
            python_process("-m", "quality_analyzer", environ=environ) as process,
            inner_connection(f"http://127.0.0.1:{port}", TOKEN) as http,
        ):
            quality = Quality(QualityClient(QUALITY, http), http, redis_url)
            await eventually(quality.is_ready, within=60)
            yield process, quality

    return start


async def _migrate(url: str) -> None:
    values = environment(url, "redis://unused", "http://unused")
    settings = load_settings(service, {key.lower(): value for key, value in values.items()})
    await asyncio.to_thread(run_migrations, service, settings)
