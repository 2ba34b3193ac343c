"""Blocks that hang, eat memory or kill cost only themselves, and are kept raw."""

import json

import pytest

from alice_contracts.envelope import MAX_DATA_BYTES
from alice_samples import stills
from alice_samples.hostile import BLACK_ROW, ztxt_bomb
from alice_samples.png_chunks import chunk, png_file


@pytest.fixture
def hostile(originals):
    """Adds a picture with this `parameters` text."""

    def hostile(parameters: str) -> str:
        return originals.add(stills.png(1, (8, 8), text={"parameters": parameters}))

    return hostile


async def test_a_hostile_file_costs_itself_and_is_kept_raw(metadata, hostile_reader, hostile):
    bad, good = hostile("eat"), hostile("a fox\nSteps: 20, Sampler: Euler a, Seed: 7")
    await metadata.discover(bad, good)
    facts = {fact.subject: fact.data for fact in await metadata.said(2)}
    assert facts[good]["provenance"]["generation"]["seed"] == 7
    assert facts[bad]["provenance"]["generator"] == "unknown"
    (problem,) = facts[bad]["problems"]
    assert problem == "not interpreted: MemoryError"
    assert (await metadata.get(bad))["problems"] == [problem]
    answer = await metadata.client.get(f"/metadata/{bad}/blocks/0")
    assert answer.content == b"eat"
    assert await metadata.failed() == []


async def test_a_prompt_of_a_megabyte_is_told_in_part_and_kept_whole(metadata, hostile):
    prompt = "漢字 and more, " * 70_000
    asset_id = hostile(f"{prompt}\nNegative prompt: blurry\nSteps: 20, Sampler: Euler, Seed: 7")
    await metadata.discover(asset_id)
    (fact,) = await metadata.said()
    generation = fact.data["provenance"]["generation"]
    assert "provenance.generation.prompt" in fact.data["shortened"]
    assert prompt.startswith(generation["prompt"])
    assert len(generation["prompt"].encode()) > 8000
    assert (generation["negative_prompt"], generation["seed"]) == ("blurry", 7)
    assert len(json.dumps(fact.data, ensure_ascii=False).encode()) <= MAX_DATA_BYTES * 1.1

    whole = await metadata.get(asset_id)
    assert whole["provenance"]["generation"]["prompt"] == prompt.strip()
    assert whole["blocks"][0]["size"] > 1_000_000


async def test_nul_and_half_characters_do_not_stop_a_file(metadata, originals):
    text = chunk(b"tEXt", b"parameters\0a \0fox\xed\xa0\x80\nSteps: 20, Seed: 7, Sampler: a")
    asset_id = originals.add(png_file(1, 1, BLACK_ROW, [text]))
    await metadata.discover(asset_id)
    await metadata.said()
    assert (await metadata.get(asset_id))["provenance"]["generation"]["seed"] == 7


async def test_a_bomb_of_text_is_told(metadata, originals):
    asset_id = originals.add(ztxt_bomb())
    await metadata.discover(asset_id)
    (fact,) = await metadata.said()
    assert "inflates" in fact.data["problems"][0]
    assert (await metadata.get(asset_id))["blocks"][0]["problem"]
