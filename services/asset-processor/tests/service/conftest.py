"""The whole service on a real database and a real bus, asked over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from alice_contracts.envelope import RawEvent
from alice_core.app import create_app
from alice_core.main import load_settings, run_migrations
from alice_core.testing import eventually
from asset_processor.app import service

TOKEN = "inner"


class Assets:
    """The service and what a test asks of it."""

    def __init__(self, client: httpx.AsyncClient, redis_url: str, blobs: Path) -> None:
        self.client = client
        self.blobs = blobs
        self._redis_url = redis_url

    async def add_library(self, root: Path, **options: Any) -> str:
        body = {"path": str(root), "watch": "off", **options}
        answer = await self.client.post("/api/v1/libraries", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["name"]

    async def scan(self, name: str, **wish: Any) -> dict[str, Any]:
        """Scan and wait for its end."""
        answer = await self.client.post(f"/api/v1/libraries/{name}/scans", json=wish)
        assert answer.status_code == 202, answer.text
        return await self.finished(answer.json()["id"])

    async def finished(self, scan_id: str) -> dict[str, Any]:
        async def ended() -> dict[str, Any] | None:
            scan = (await self.client.get(f"/api/v1/scans/{scan_id}")).json()
            return scan if scan["state"] in {"completed", "failed"} else None

        return await eventually(ended, within=60)

    async def outcomes(self, scan_id: str) -> dict[str, str]:
        page = (await self.client.get(f"/api/v1/scans/{scan_id}/outcomes")).json()
        return {item["path"]: item["outcome"] for item in page["items"]}

    async def idle(self) -> None:
        """Nothing waits for a worker or to be sent."""

        async def done() -> bool:
            status = (await self.client.get("/operations/status")).json()
            work = sum(queue["waiting"] + queue["leased"] for queue in status["work"])
            return work == 0 and status["outbox"]["waiting"] == 0

        await eventually(done, within=90)

    async def get(self, asset_id: str) -> dict[str, Any]:
        return (await self.client.get(f"/api/v1/assets/{asset_id}")).json()

    async def facts(self, *types: str) -> list[RawEvent]:
        """The events that were said, of these types or of all."""
        async with Redis.from_url(self._redis_url) as redis:
            entries = await redis.xrange("alice.assets")
        events = [RawEvent.model_validate_json(fields[b"event"]) for _, fields in entries]
        return [event for event in events if not types or event.type in types]


Start = Callable[..., Awaitable[Assets]]


@pytest.fixture
async def start_assets(
    database_factory: Any, redis_url: str, tmp_path: Path
) -> AsyncIterator[Start]:
    """Start the service with settings of the test's own, once or again on the same data."""
    settings_of = {"url": await database_factory("assets", migrate)}

    async with AsyncExitStack() as stack:

        async def start(**values: str) -> Assets:
            return await stack.enter_async_context(
                running(settings_of["url"], redis_url, tmp_path / "blobs", values)
            )

        yield start


@pytest.fixture
async def assets(start_assets: Start) -> Assets:
    return await start_assets()


@asynccontextmanager
async def running(
    database_url: str, redis_url: str, blobs: Path, values: dict[str, str]
) -> AsyncIterator[Assets]:
    settings = load_settings(
        service,
        {
            "service_name": "asset-processor",
            "database_url": database_url,
            "redis_url": redis_url,
            "internal_token": TOKEN,
            "blob_url": f"file://{blobs}",
            "quiet_seconds": "0",
            "decode_workers": "1",
            "instance_name": "test",
            **values,
        },
    )
    failures: list[str] = []
    app = create_app(service, settings, failures.append)
    transport = httpx.ASGITransport(app)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://assets", headers=headers) as client,
    ):
        yield Assets(client, redis_url, blobs)
    assert not failures


async def migrate(url: str) -> None:
    values = {
        "service_name": "asset-processor",
        "database_url": url,
        "redis_url": "redis://unused",
        "internal_token": TOKEN,
        "blob_url": "file:///unused",
    }
    await asyncio.to_thread(run_migrations, service, load_settings(service, values))
