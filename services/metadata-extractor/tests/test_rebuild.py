"""A rebuild hears every fact again, as it was said."""

import pytest

from alice_contracts.events.assets import AssetDeleted
from alice_core.events import snapshots
from alice_samples import stills


@pytest.fixture
async def asset_ids(metadata, originals, monkeypatch):
    monkeypatch.setattr(snapshots, "PAGE_SUBJECTS", 2)
    texts = ["a fox", "漢" * 500_000, "\x01" * 9000, "a city", "a boat"]
    pictures = [stills.png(1, (8, 8), text={"parameters": text}) for text in texts]
    asset_ids = [originals.add(picture) for picture in pictures]
    await metadata.discover(*asset_ids)
    await metadata.said(len(asset_ids))
    return asset_ids


async def test_a_snapshot_repeats_what_was_said(metadata, asset_ids, make_event):
    await metadata.hear(make_event(asset_ids[0], 2, AssetDeleted()))
    *snapshot, end = await metadata.ask_for_a_rebuild()
    said = sorted(await metadata.facts(), key=lambda fact: fact.subject)
    assert [parts(fact) for fact in snapshot] == [parts(fact) for fact in said]
    assert {fact.rebuild for fact in snapshot} == {end.rebuild}
    assert (end.data["owner"], end.data["count"]) == ("metadata", len(asset_ids))


def parts(fact):
    return fact.subject, fact.revision, fact.type, fact.data
