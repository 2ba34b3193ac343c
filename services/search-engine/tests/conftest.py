"""A migrated database of search for each test, and facts to fold into it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from alice_contracts.assessment import Judgement, Measures, Reason, Verdict
from alice_contracts.envelope import Event, EventData
from alice_contracts.events.assets import (
    AssetDiscovered,
    AssetProcessed,
    AssetRelocated,
    Location,
)
from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.events.quality import QualityAssessed
from alice_contracts.http.search import Document, DocumentQuery, FacetQuery, Facets
from alice_contracts.identity import asset_id
from alice_contracts.media import MediaKind
from alice_contracts.provenance import Generation, IsAi, Provenance, Tag, TagOrigin
from alice_contracts.services import ASSETS, METADATA, QUALITY, SEARCH
from alice_core.app import create_app
from alice_core.database import Database
from alice_core.events.subscription import Delivery
from alice_core.main import load_settings, run_migrations
from alice_core.settings import ServiceSettings
from alice_core.testing import eventually
from alice_core.testing.fixtures import DatabaseFactory
from search_engine.app import service
from search_engine.consumers import fold
from search_engine.documents import repository
from search_engine.documents.views import document
from search_engine.facets import repository as facets_repository
from search_engine.facets.views import facets as facets_view

TOKEN = "inner"
OWNERS = {MetadataExtracted: METADATA, QualityAssessed: QUALITY}
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Facts:
    """Makes facts as their owners tell them; assets are known by small numbers."""

    def id(self, number: int) -> str:
        return asset_id(number.to_bytes(32))

    def event(
        self, subject: str | int, revision: int, data: EventData, rebuild: UUID | None = None
    ) -> Event[Any]:
        return Event[type(data)](
            source=OWNERS.get(type(data), ASSETS).source,
            type=data.type,
            subject=self.id(subject) if isinstance(subject, int) else subject,
            revision=revision,
            rebuild=rebuild,
            data=data,
        )

    def location(
        self, path: str = "a/cat.png", library: str | None = "art", minute: int = 0
    ) -> Location:
        modified_at = NOON + timedelta(minutes=minute)
        return Location(id=UUID(int=0), library=library, path=path, modified_at=modified_at)

    def discovered(
        self, *locations: Location, mime: str = "image/png", size: int = 10
    ) -> EventData:
        return AssetDiscovered(
            mime=mime,
            kind=MediaKind(mime.partition("/")[0]),
            size=size,
            discovered_at=NOON,
            locations=locations,
        )

    def relocated(self, *locations: Location) -> EventData:
        return AssetRelocated(locations=locations)

    def processed(self, width: int = 64, height: int = 48, mime: str = "image/png") -> EventData:
        return AssetProcessed(
            mime=mime,
            kind=MediaKind(mime.partition("/")[0]),
            width=width,
            height=height,
            duration=None,
            frames=1,
            pixel_hash="ab" * 32,
            perceptual_hash="cd" * 8,
            renditions=(),
        )

    def extracted(
        self,
        prompt: str | None = None,
        *,
        generator: str = "comfyui",
        is_ai: str = "yes",
        tags: Sequence[str] = (),
        **generation: Any,
    ) -> EventData:
        provenance = Provenance(
            generator=generator,
            is_ai=IsAi(is_ai),
            confidence=0.9,
            generation=Generation(prompt=prompt, **generation),
            tags=tuple(self.tag(name) for name in tags),
        )
        return MetadataExtracted(extractor="1", provenance=provenance)

    def tag(self, name: str) -> Tag:
        key, _, value = name.partition(":")
        return Tag(key=key, value=value, origin=TagOrigin.PROMPT, confidence=0.5)

    def assessed(self, stars: int | None, score: float | None = None) -> EventData:
        reason = Reason(code="sharp", verdict=Verdict.GOOD, text="It is sharp.")
        judgement = Judgement(stars=stars, score=score, measures=Measures(), reasons=(reason,))
        return QualityAssessed(assessor="1", judgement=judgement)


@pytest.fixture(scope="session")
def facts() -> Facts:
    return Facts()


def _settings(url: str, redis_url: str) -> ServiceSettings:
    values = {
        "service_name": SEARCH.name,
        "database_url": url,
        "redis_url": redis_url,
        "internal_token": TOKEN,
        "instance_name": "search-0",
    }
    return load_settings(service, values)


async def _migrate(url: str) -> None:
    await asyncio.to_thread(run_migrations, service, _settings(url, "redis://unused"))


@pytest.fixture
async def search_url(database_factory: DatabaseFactory) -> str:
    return await database_factory("search", _migrate)


RELAY_LEADS = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE locktype = 'advisory' AND datname = current_database()"
)


@pytest.fixture
async def app(search_url: str, redis_url: str, database: Database) -> AsyncIterator[FastAPI]:
    """The whole service, running.

    A connection that is given up while it opens holds up the drop of its database, so the test
    begins once the relay has its own.
    """
    failures: list[str] = []
    app = create_app(service, _settings(search_url, redis_url), failures.append)

    async def relay_leads() -> bool:
        async with database.reader() as session:
            return bool(await session.scalar(RELAY_LEADS))

    async with app.router.lifespan_context(app):
        await eventually(relay_leads)
        yield app
    assert not failures


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://search/api/v1", headers=headers
    ) as client:
        yield client


@pytest.fixture
async def database(search_url: str) -> AsyncIterator[Database]:
    database = Database(search_url, name=SEARCH.name)
    yield database
    await database.close()


@dataclass(frozen=True)
class Search:
    """Folds events and finds documents, as the consumer and the routes do."""

    database: Database

    async def fold(self, *events: Event[Any]) -> None:
        deliveries = [Delivery("alice.assets", f"{n}-0", event) for n, event in enumerate(events)]
        async with self.database.transaction() as session:
            await fold(session, deliveries)

    async def documents(self, **query: Any) -> list[Document]:
        async with self.database.reader() as session:
            rows, _ = await repository.page(session, DocumentQuery(limit=1000, **query))
        return [document(row) for row in rows]

    async def facets(self, **query: Any) -> Facets:
        asked = FacetQuery(**query)
        async with self.database.reader() as session:
            return facets_view(asked, await facets_repository.count(session, asked))

    async def ids(self, **query: Any) -> list[str]:
        return [found.asset_id for found in await self.documents(**query)]


@pytest.fixture
def search(database: Database) -> Search:
    return Search(database)
