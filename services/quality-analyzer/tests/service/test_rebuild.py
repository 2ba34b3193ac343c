"""A rebuild asks for all facts, and gets them at the revisions that they have."""

from uuid import UUID

from alice_contracts.envelope import Event
from alice_contracts.events.search import RebuildRequested
from alice_contracts.services import SEARCH
from alice_core.events.bus import Bus
from alice_core.testing import eventually
from alice_samples import stills

REBUILD = UUID(int=1)


async def test_a_snapshot_holds_every_assessment(quality, originals, redis_url):
    asset_ids = [originals.add(stills.png(seed, (64, 64))) for seed in range(3)]
    await quality.process(*asset_ids)
    for asset_id in asset_ids:
        await quality.assessment(asset_id)
    await ask(redis_url)

    async def told() -> list:
        facts = await quality.facts("alice.rebuild")
        return facts if facts and facts[-1].type == "snapshot.completed" else []

    *facts, end = await eventually(told, within=30)
    assert [(fact.subject, fact.revision) for fact in facts] == [(a, 1) for a in sorted(asset_ids)]
    assert {fact.rebuild for fact in facts} == {REBUILD}
    assert end.data["count"] == 3


async def ask(redis_url: str) -> None:
    request = RebuildRequested(rebuild_id=REBUILD, owners=("quality",))
    event = Event[RebuildRequested](
        source=SEARCH.source, type=request.type, subject=str(REBUILD), revision=0, data=request
    )
    bus = Bus(redis_url, SEARCH)
    fields = {"type": request.type, "event": event.model_dump_json()}
    await bus.publish([("alice.search", fields)])
    await bus.close()
