"""A service that is killed while it extracts goes on, and says everything once."""

from sqlalchemy import text

from alice_contracts.services import METADATA
from alice_core.testing import python_process
from alice_samples import stills

SERVICE = """
import asyncio, sys
from alice_core.app import create_app
from alice_core.main import load_settings
from metadata_extractor import repository
from metadata_extractor.app import service

write = repository.write

async def write_and_halt(session, asset_id, extracted):
    await write(session, asset_id, extracted)
    print("written and not committed")
    await asyncio.Event().wait()

async def run():
    app = create_app(service, load_settings(service), sys.exit)
    async with app.router.lifespan_context(app):
        await asyncio.Event().wait()

repository.write = write_and_halt
asyncio.run(run())
"""


async def test_killed_while_it_commits(
    start_metadata,
    discover_before,
    metadata_url,
    redis_url,
    assets_url,
    originals,
    database,
):
    asset_ids = [originals.add(stills.png(seed, (8, 8), text={"a": "b"})) for seed in range(3)]
    await discover_before(*asset_ids)
    environ = {
        "SERVICE_NAME": METADATA.name,
        "DATABASE_URL": metadata_url,
        "REDIS_URL": redis_url,
        "INTERNAL_TOKEN": "inner",
        "INSTANCE_NAME": "metadata-0",
        "ASSETS_SERVICE_URL": assets_url,
    }
    async with python_process("-c", SERVICE, environ=environ) as process:
        await process.wait_for("written and not committed")
        await process.kill()
    async with database.reader() as session:
        assert await session.scalar(text("SELECT count(*) FROM extractions")) == 0

    metadata = await start_metadata()
    facts = await metadata.said(len(asset_ids))
    assert sorted(fact.subject for fact in facts) == sorted(asset_ids)
    async with database.reader() as session:
        assert await session.scalar(text("SELECT count(*) FROM blocks")) == len(asset_ids)
