"""Assets are assessed anew, each once in a reassessment, until it is cancelled."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from alice_contracts.clients.errors import ServiceProblemError
from alice_contracts.envelope import Event
from alice_contracts.events.assets import AssetDeleted, AssetProcessed
from alice_contracts.identity import asset_id_of
from alice_contracts.media import MediaKind
from alice_contracts.services import ASSETS
from alice_core.database import QueryCounter
from alice_core.events.subscription import Delivery
from alice_core.work.leases import Claim, Leases
from alice_samples import stills
from quality_analyzer.assessments.intake import Intake
from quality_analyzer.assessments.work import assess_queue
from quality_analyzer.reassessments.desk import Reassessments

FIRST, SECOND = UUID(int=1), UUID(int=2)
PROCESSED = AssetProcessed(
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
IDS = [asset_id_of(bytes([number])) for number in range(4)]


@pytest.fixture
def desk(database) -> Reassessments:
    """Without workers, so that nothing begins unless the test begins it."""
    return Reassessments(database, assess_queue())


@pytest.fixture
async def known(database) -> list[str]:
    """Assets that quality heard of."""
    async with database.transaction() as session:
        for asset_id in IDS:
            await session.execute(
                text("INSERT INTO assets VALUES (:id, 2, -1, true)"), {"id": asset_id}
            )
    return IDS


@pytest.fixture
def told(database) -> Callable[..., Awaitable[None]]:
    """Fold a fact: that an asset was processed, or that it is gone."""
    intake = Intake(assess_queue())

    async def tell(asset_id: str, revision: int, *, processed: bool) -> None:
        data = PROCESSED if processed else AssetDeleted()
        event = Event[type(data)](
            source=ASSETS.source, type=data.type, subject=asset_id, revision=revision, data=data
        )
        async with database.transaction() as session:
            await intake.fold(session, [Delivery("alice.assets", "0-1", event)])

    return tell


async def waiting(database) -> list[str]:
    async with database.reader() as session:
        return list(await session.scalars(text("SELECT key FROM work ORDER BY key")))


async def begin(database, count: int) -> list[Claim]:
    async with database.transaction() as session:
        return await Leases("assess", "other", 60).claim(session, count)


async def test_each_asset_is_assessed_once_more(quality, originals):
    asset_ids = [originals.add(stills.png(seed, (64, 64))) for seed in range(3)]
    lost = originals.add(stills.png(4, (64, 64)))
    await quality.process(*asset_ids, lost)
    for asset_id in (*asset_ids, lost):
        await quality.assessment(asset_id)
    (originals.folder / lost).unlink()
    wanted = [*asset_ids, asset_ids[0], lost, IDS[0]]
    for _ in range(2):
        await quality.client.reassess(FIRST, wanted)
        progress = await quality.ended(FIRST)
        assert (progress.total, progress.done) == (5, 3)
        assert (progress.failed, progress.unknown) == (2, 1)
    assert {(await quality.assessment(each)).assessments for each in asset_ids} == {2}
    await quality.client.reassess(SECOND, asset_ids[:1])
    await quality.ended(SECOND)
    await quality.idle()
    revisions = [fact.revision for fact in await quality.facts() if fact.subject == asset_ids[0]]
    assert revisions == [1, 2, 3]


async def test_failed_work_that_a_person_drops_stays_failed(database, desk, known):
    await desk.add(FIRST, known[:1])
    async with database.transaction() as session:
        await session.execute(text("DELETE FROM work"))
    assert (await desk.get(FIRST)).failed == 1


async def test_adding_again_adds_what_is_new(database, desk, known):
    assert (await desk.add(FIRST, known[:2])).total == 2
    progress = await desk.add(FIRST, known[1:])
    assert (progress.total, progress.done, progress.failed) == (4, 0, 0)
    assert len(await waiting(database)) == 4


async def test_first_assessments_go_before(database, desk, known, told):
    await desk.add(FIRST, known[:2])
    await told(known[3], 3, processed=True)
    [claim] = await begin(database, 1)
    assert claim.key == known[3]


async def test_cancelling_drops_what_has_not_begun(database, desk, known):
    await desk.add(FIRST, known)
    await begin(database, 1)
    for _ in range(2):
        progress = await desk.cancel(FIRST)
        assert progress.cancelled
        assert (progress.total, progress.done, progress.failed) == (4, 0, 0)
    assert len(await waiting(database)) == 1


async def test_cancelling_leaves_what_others_want(database, desk, known):
    await desk.add(FIRST, known[:2])
    await desk.add(SECOND, known[:2])
    await desk.cancel(FIRST)
    assert await waiting(database) == [f"{asset_id}/{SECOND}" for asset_id in sorted(known[:2])]
    assert not (await desk.get(SECOND)).cancelled


@pytest.mark.parametrize("began", [True, False])
async def test_nothing_is_added_after_a_cancellation(database, desk, known, began: bool):
    if began:
        await desk.add(FIRST, known[:1])
    await desk.cancel(FIRST)
    progress = await desk.add(FIRST, known)
    assert (progress.cancelled, progress.total) == (True, int(began))
    assert await waiting(database) == []


async def test_an_asset_that_is_gone_has_failed(database, desk, known, told):
    await desk.add(FIRST, known[:2])
    await told(known[0], 3, processed=False)
    progress = await desk.add(FIRST, known[:3])
    assert (progress.total, progress.failed) == (3, 1)
    await told(known[3], 3, processed=False)
    assert (await desk.add(SECOND, known[3:])).failed == 1
    assert await waiting(database) == [f"{asset_id}/{FIRST}" for asset_id in sorted(known[1:3])]


async def test_progress_is_one_statement(database, desk, known):
    await desk.add(FIRST, known)
    counter = QueryCounter(database)
    await desk.get(FIRST)
    assert len(counter.statements) == 1


async def test_requests_are_checked(quality):
    with pytest.raises(ServiceProblemError, match="A PUT with asset ids begins it"):
        await quality.client.reassessment(FIRST)
    for asset_ids in ([], ["sha256:0"], [IDS[0]] * 1001):
        answer = await quality.http.put(
            f"/api/v1/reassessments/{FIRST}", json={"asset_ids": asset_ids}
        )
        assert answer.status_code == 422
        assert "asset_ids" in answer.json()["detail"]
