"""Migrations: named so that the head is known, and safe for several at once."""

import asyncio
from dataclasses import replace
from importlib.metadata import entry_points

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from alice_core.main import load_settings, run_migrations
from alice_core.migrations import ExtensionMissingError, current, head, migrate, migrations_of
from alice_core.settings import ServiceSettings

SERVICES = [entry.load() for entry in entry_points(group="alice.services")]
PACKAGES = [definition.package for definition in SERVICES]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_newest_file_is_alembics_head(package):
    folder = migrations_of(package)
    script = ScriptDirectory(str(folder), version_locations=[str(folder)])
    assert script.get_heads() == [head(folder)]


@pytest.mark.parametrize("package", PACKAGES)
async def test_several_at_once_migrate_a_database_once(package, database_url):
    migrations = [asyncio.to_thread(migrate, package, database_url) for _ in range(3)]
    await asyncio.gather(*migrations)
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert current(connection) == head(migrations_of(package))
    engine.dispose()


async def test_a_missing_extension_is_named(database_url):
    with pytest.raises(ExtensionMissingError, match="no_such_extension"):
        await asyncio.to_thread(
            migrate, PACKAGES[0], database_url, timeout=0.2, extensions=("no_such_extension",)
        )


async def test_a_library_makes_its_tables_after_the_migrations(database_url):
    found = []

    def prepare(url: str) -> None:
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            found.append(current(connection))
        engine.dispose()

    definition = replace(SERVICES[0], settings=ServiceSettings, prepare=prepare)
    told = {"service_name": "x", "redis_url": "redis://unused", "internal_token": "x"}
    settings = load_settings(definition, {**told, "database_url": database_url})
    for _ in range(2):
        await asyncio.to_thread(run_migrations, definition, settings)
    assert found == [head(migrations_of(PACKAGES[0]))] * 2
