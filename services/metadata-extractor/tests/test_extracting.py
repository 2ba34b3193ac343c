"""From a discovered asset to the fact about it, with assets behind a real port."""

import pytest
from prometheus_client import generate_latest
from sqlalchemy import text

from alice_contracts.events.assets import AssetDeleted, AssetRestored, AssetSuperseded
from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.provenance import Provenance
from alice_core.http.remote_file import RemoteFile
from alice_core.testing import eventually
from alice_core.testing.http import http_server
from alice_core.testing.servers import free_port
from alice_provenance import EXTRACTOR
from alice_samples import stills
from alice_samples.prompts import a1111_text, make_prompt
from metadata_extractor import metrics

NOBODY = "sha256:" + "0" * 64


@pytest.fixture
def picture(originals):
    """Adds a picture with the prompt of a seed; returns both."""

    def picture(seed: int = 1):
        prompt = make_prompt(seed)
        size = (64, 48)
        return originals.add(stills.png(seed, size, text=a1111_text(prompt, size))), prompt

    return picture


async def test_a_discovered_picture_is_read_and_told(metadata, picture):
    asset_id, prompt = picture()
    await metadata.discover(asset_id)
    (fact,) = await metadata.said()
    assert (fact.type, fact.subject, fact.revision) == ("metadata.extracted", asset_id, 1)
    assert fact.data["extractor"] == EXTRACTOR
    assert fact.data["shortened"] == fact.data["problems"] == []
    generation = fact.data["provenance"]["generation"]
    assert generation["prompt"] == prompt.positive
    assert generation["seed"] == prompt.seed
    assert (await metadata.get(asset_id))["provenance"] == fact.data["provenance"]


async def test_a_file_without_metadata_is_told_as_well(metadata, originals):
    asset_id = originals.add(stills.png(1, (64, 48)))
    await metadata.discover(asset_id)
    (fact,) = await metadata.said()
    assert fact.data["provenance"]["generator"] == "unknown"
    assert (await metadata.get(asset_id))["blocks"] == []


async def test_a_usual_picture_costs_one_request(metadata, picture, originals):
    asset_ids = [picture(seed)[0] for seed in range(20)]
    await metadata.discover(*asset_ids)
    facts = await metadata.said(20)
    assert {fact.subject for fact in facts} == set(asset_ids)
    assert originals.requests == dict.fromkeys(asset_ids, 1)


async def test_a_large_picture_costs_two_requests(metadata, originals):
    asset_id = originals.add(stills.png(1, (1024, 1024), text={"parameters": "a fox"}))
    await metadata.discover(asset_id)
    await metadata.said()
    assert originals.requests[asset_id] <= 2


async def test_what_is_known_is_not_read_again(metadata, picture, make_event, originals):
    asset_id, _ = picture()
    await metadata.discover(asset_id)
    await metadata.said()
    await metadata.hear(make_event(asset_id, 2, AssetDeleted()))
    await metadata.hear(make_event(asset_id, 3, AssetRestored()))
    await metadata.idle()
    assert originals.requests[asset_id] == len(await metadata.facts()) == 1


async def test_another_reader_reads_again_and_says_only_what_is_new(
    metadata, picture, make_event, originals, monkeypatch
):
    asset_id, _ = picture()
    await metadata.discover(asset_id)
    await metadata.said()
    monkeypatch.setattr("metadata_extractor.consumers.EXTRACTOR", "alice-provenance/next")
    await metadata.hear(make_event(asset_id, 2, AssetRestored()))
    await metadata.idle()
    assert (originals.requests[asset_id], len(await metadata.facts())) == (2, 1)

    async with metadata.database.transaction() as session:
        await session.execute(text("UPDATE extractions SET digest = 'other'"))
    await metadata.hear(make_event(asset_id, 3, AssetRestored()))
    assert [fact.revision for fact in await metadata.said(2)] == [1, 2]
    assert len((await metadata.get(asset_id))["blocks"]) == 1


@pytest.mark.parametrize("gone", [AssetDeleted(), AssetSuperseded(successor=NOBODY)])
async def test_work_on_what_is_gone_is_dropped_until_it_is_back(
    metadata, picture, make_event, originals, gone
):
    asset_id, prompt = picture()
    originals.statuses[asset_id] = 503
    await metadata.discover(asset_id)
    await eventually(lambda: originals.requests[asset_id])
    await metadata.hear(make_event(asset_id, 3, gone))
    await metadata.idle()
    del originals.statuses[asset_id]
    await metadata.hear(make_event(asset_id, 2, AssetRestored()))
    await metadata.idle()
    assert await metadata.facts() == await metadata.failed() == []

    await metadata.hear(make_event(asset_id, 4, AssetRestored()))
    (fact,) = await metadata.said()
    assert fact.data["provenance"]["generation"]["prompt"] == prompt.positive


async def test_what_assets_does_not_know_fails_at_once(metadata, originals):
    await metadata.discover(NOBODY)
    (failed,) = await eventually(metadata.failed)
    assert (failed["key"], failed["attempts"]) == (NOBODY, 1)
    assert NOBODY in failed["error"]
    assert originals.requests[NOBODY] == 1


@pytest.mark.parametrize("status", [409, 503])
async def test_a_refusal_is_tried_again(metadata, picture, originals, status):
    asset_id, _ = picture()
    originals.statuses[asset_id] = status
    await metadata.discover(asset_id)
    await eventually(lambda: originals.requests[asset_id] == 2)
    del originals.statuses[asset_id]
    await metadata.said()
    assert await metadata.failed() == []


async def test_an_outage_of_assets_is_waited_for_and_counts_as_no_attempt(
    start_metadata, picture, originals, monkeypatch
):
    tries = []

    def refused(_http, url):
        tries.append(url)
        return RemoteFile(_http, url)

    monkeypatch.setattr("metadata_extractor.reading.RemoteFile", refused)
    port = free_port()
    metadata = await start_metadata(assets_service_url=f"http://127.0.0.1:{port}")
    asset_id, _ = picture()
    await metadata.discover(asset_id)
    await eventually(lambda: len(tries) > 3)
    assert await _attempts(metadata) == 1
    with http_server(originals.app, port=port):
        await metadata.said()
    assert await metadata.failed() == []


async def test_the_outcome_is_counted(metadata, picture):
    asset_id, _ = picture()
    await metadata.discover(asset_id)
    (fact,) = await metadata.said()
    metrics = (await metadata.client.get("http://metadata/metrics")).text
    generator = fact.data["provenance"]["generator"]
    labels = f'generator="{generator}",outcome="understood"'
    assert f"metadata_extractions_total{{{labels}}}" in metrics


def test_no_more_generators_are_counted_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(metrics, "MAX_GENERATORS", 2)
    monkeypatch.setattr(metrics, "_generators", {"unknown"})
    for name in ("metrics-test-one", "metrics-test-two", "metrics-test-one"):
        fact = MetadataExtracted(extractor="reader/1", provenance=Provenance(generator=name))
        metrics.count(fact)
    counted = generate_latest().decode()
    assert 'generator="metrics-test-one",outcome="understood"} 2.0' in counted
    assert 'generator="other",outcome="understood"} 1.0' in counted
    assert "metrics-test-two" not in counted


async def _attempts(metadata) -> int | None:
    async with metadata.database.reader() as session:
        return await session.scalar(text("SELECT max(attempts) FROM work"))
