"""Blocks that hang, eat memory or kill cost only themselves, and are kept raw."""

from dataclasses import replace

import pytest

from alice_samples import stills
from alice_samples.hostile import BLACK_ROW, ztxt_bomb
from alice_samples.png_chunks import chunk, png_file
from alice_samples.prompts import comfyui_text, make_prompt


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


async def test_a_prompt_of_a_megabyte_is_told_in_part_and_kept_whole(metadata, originals):
    prompt = replace(make_prompt(1), positive="漢字 and more, " * 70_000)
    text = comfyui_text(prompt, (8, 8))
    asset_id = originals.add(stills.png(1, (8, 8), text=text))
    await metadata.discover(asset_id)
    (fact,) = await metadata.said()
    told = fact.data["provenance"]["generation"]
    assert fact.data["shortened"] == ["provenance.generation.prompt"]
    assert prompt.positive.startswith(told["prompt"])
    assert (told["negative_prompt"], told["seed"]) == (prompt.negative, prompt.seed)

    whole = (await metadata.get(asset_id))["provenance"]["generation"]
    assert prompt.positive.startswith(whole["prompt"])
    assert len(whole["prompt"]) > 10 * len(told["prompt"])
    answer = await metadata.client.get(f"/metadata/{asset_id}/blocks/0")
    assert answer.content == text["prompt"].encode()


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
