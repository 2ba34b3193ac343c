"""A database of the release before is brought up with all that is in it."""

import asyncio
import shutil
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from alice_core.alembic_env.upgrade import upgrade
from alice_core.database import engine_url
from alice_core.migrations import migrate, migrations_of
from search_engine.rebuilds import repository as rebuilds

BEFORE = """
INSERT INTO live.documents (
    asset_id, presence_revision, presence_mime, presence_kind, size, discovered_at,
    locations_revision, filename, libraries, locations, pixels_revision, state, renditions,
    life_revision, alive)
SELECT 'sha256:' || encode(sha256(n::text::bytea), 'hex'), 1, 'image/png', 'image', 5,
    '2026-11-01 12:00:00+00', 1, 'Cat_' || n || '.png', '{}', '[]', -1, 'discovered', '[]', -1, true
FROM generate_series(1, 5001) AS n;
CREATE SCHEMA building;
CREATE TABLE building.documents (LIKE live.documents INCLUDING ALL);
INSERT INTO rebuilds VALUES ('00000000-0000-0000-0000-000000000001', now());
INSERT INTO snapshots VALUES ('00000000-0000-0000-0000-000000000001', 'assets', 1);
"""


@pytest.fixture
async def search_url(database_factory, tmp_path) -> str:
    """A database at revision 0001, in the middle of a rebuild."""

    def prepare(url: str) -> None:
        first: Path = next(migrations_of("search_engine").glob("0001_*.py"))
        shutil.copy(first, tmp_path)
        engine = create_engine(engine_url(url))
        with engine.begin() as connection:
            upgrade(connection, tmp_path)
            connection.execute(text(BEFORE))
        engine.dispose()
        migrate("search_engine", url)

    url: str = await database_factory("search_0001", lambda url: asyncio.to_thread(prepare, url))
    return url


async def test_documents_are_found_by_their_names_and_new_facts_are_folded(search, facts):
    [found] = await search.documents(text="cat 5001")
    assert (found.filename, found.stars, found.tags) == ("Cat_5001.png", None, [])

    event = facts.event(found.asset_id, 1, facts.extracted("a dog", tags=["mood:dark"]))
    await search.fold(event, facts.event(found.asset_id, 1, facts.assessed(5)))
    assert await search.ids(text="dog cat", tag=["mood:dark"], stars=[5]) == [found.asset_id]


async def test_a_rebuild_that_runs_ends_and_another_can_begin(search, database):
    async with database.transaction() as session:
        assert await rebuilds.newest(session) is None
        await rebuilds.replace(session, rebuild_id=UUID(int=2), owners=["assets"])
