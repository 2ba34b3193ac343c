"""A service that is killed in the middle assesses nothing twice and leaves nothing out."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import text

from alice_core.testing import eventually
from alice_samples import stills

REASSESSMENT = UUID(int=1)
ASSETS, BATCH = 500, 100


async def counted(database) -> tuple[int, int]:
    """Assets that were assessed, and assessments in all."""
    async with database.reader() as session:
        found = await session.execute(
            text("SELECT count(*), coalesce(sum(revision), 0) FROM assessments")
        )
        assets, assessments = found.one()
        return int(assets), int(assessments)


async def heard_of(database, asset_ids: list[str]) -> None:
    async with database.transaction() as session:
        await session.execute(
            text("INSERT INTO assets SELECT id, 2, -1, true FROM unnest(CAST(:ids AS text[])) id"),
            {"ids": asset_ids},
        )


async def ask(quality, asset_ids: list[str]) -> None:
    for start in range(0, len(asset_ids), BATCH):
        await quality.client.reassess(REASSESSMENT, asset_ids[start : start + BATCH])


async def test_five_hundred_are_reassessed_once_through_a_kill(start_process, originals, database):
    asset_ids = [originals.add(content) for content in tiny(ASSETS)]
    await heard_of(database, asset_ids)
    async with start_process() as (process, quality):
        await ask(quality, asset_ids[:300])

        async def in_the_middle() -> bool:
            return 20 <= (await counted(database))[1] < 300

        await eventually(in_the_middle, within=60)
        await process.kill()
    async with start_process() as (_, quality):
        await ask(quality, asset_ids)
        await ask(quality, asset_ids)
        progress = await quality.ended(REASSESSMENT)
        await quality.idle()
        facts = await quality.facts()
    assert (progress.total, progress.done, progress.failed) == (ASSETS, ASSETS, 0)
    assert await counted(database) == (ASSETS, ASSETS)
    assert {(fact.subject, fact.revision) for fact in facts} == {(each, 1) for each in asset_ids}


def tiny(count: int) -> Iterator[bytes]:
    """Pictures whose judging costs little: that they are too small."""
    for number in range(count):
        yield stills.png(number, (16, 16))
