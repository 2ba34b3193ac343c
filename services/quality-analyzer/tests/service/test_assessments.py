"""From a fact about an asset to its assessment. A service starts slowly, so each test asks much."""

import pytest

from alice_contracts.clients.errors import ServiceProblemError
from alice_contracts.events.assets import AssetDeleted, AssetRestored, AssetSuperseded
from alice_contracts.identity import asset_id_of
from alice_core.testing import eventually
from alice_samples import hostile, stills, videos

SIZE = (96, 64)
UNKNOWN = asset_id_of(b"never heard of")
KINDS = (
    stills.png(1, SIZE),
    stills.heic(1, SIZE),
    stills.gif(1, SIZE),
    stills.animated_webp(1, SIZE),
    videos.mp4(1, SIZE),
    videos.webm(1, SIZE),
)


async def failed(quality) -> list[str]:
    page = (await quality.http.get("/operations/failed-work")).json()
    return [item["error"] for item in page["items"]]


async def test_what_is_processed_is_assessed_and_told_of(quality, originals):
    asset_ids = [originals.add(content) for content in KINDS]
    broken = originals.add(hostile.truncated(stills.png(1)))
    with pytest.raises(ServiceProblemError, match="waits to be assessed") as error:
        await quality.client.assessment(broken)
    assert error.value.problem.status == 404
    await quality.process(*asset_ids, broken)
    for asset_id in asset_ids:
        assessment = await quality.assessment(asset_id)
        assert (assessment.assessments, assessment.revision) == (1, 1)
        assert assessment.assessor.startswith("alice-quality/")
        assert assessment.judgement.stars
        assert assessment.judgement.reasons
    refused = (await quality.assessment(broken)).judgement
    assert (refused.stars, refused.score) == (None, None)
    assert [reason.code for reason in refused.reasons] == ["truncated"]
    await quality.idle()
    facts = {fact.subject: fact for fact in await quality.facts()}
    assert set(facts) == {*asset_ids, broken}
    last = facts[asset_id]
    assert (last.type, last.revision) == ("quality.assessed", 1)
    assert last.data["judgement"] == assessment.judgement.model_dump(mode="json")


async def test_what_assets_does_not_give(quality, originals):
    """What it does not have fails for good; what it cannot give now is asked for again."""
    changed, overloaded = (originals.add(stills.png(seed, SIZE)) for seed in (1, 2))
    originals.refusals |= {changed: 409, overloaded: 503}
    await quality.process(UNKNOWN, changed, overloaded)
    await eventually(lambda: {changed, overloaded, UNKNOWN} <= set(originals.opened), within=60)
    originals.refusals.clear()
    for asset_id in (changed, overloaded):
        assert (await quality.assessment(asset_id)).judgement.stars
    [error] = await failed(quality)
    assert "assets does not have it" in error
    assert originals.opened.count(UNKNOWN) == 1


async def test_facts_come_in_any_order_and_again(quality, originals):
    """Each is assessed once, however often it is told of; what is gone is not until it returns."""
    retold, deleted, superseded, returned = (
        originals.add(stills.png(seed, SIZE)) for seed in range(4)
    )
    await quality.hear(deleted, 3, AssetDeleted())
    await quality.hear(superseded, 3, AssetSuperseded(successor=UNKNOWN))
    await quality.process(retold, deleted, superseded, returned)
    await quality.assessment(retold)
    await quality.assessment(returned)
    for revision in (2, 1, 3, 3):
        await quality.process(retold, revision=revision)
    await quality.hear(returned, 3, AssetDeleted())
    await quality.hear(returned, 4, AssetRestored())
    await quality.hear(superseded, 4, AssetRestored())
    assert (await quality.assessment(superseded)).assessments == 1
    await quality.idle()
    assert (await quality.assessment(retold)).assessments == 1
    assert (await quality.assessment(returned)).assessments == 1
    assert deleted not in originals.opened
