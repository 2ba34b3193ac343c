"""What metadata and quality tell becomes part of a document, whenever it comes."""

import pytest

from alice_contracts.events.assets import AssetDeleted, AssetRestored
from alice_contracts.provenance import Lora


async def test_facts_of_all_owners_are_one_document(search, facts):
    extracted = facts.extracted(
        "a cat",
        negative_prompt="dog",
        model="sdxl",
        model_hash="ab12",
        steps=28,
        sampler="euler",
        scheduler="karras",
        cfg_scale=6.5,
        loras=(Lora(name="detail", weight=0.8),),
        tags=["mood:dark"],
    )
    await search.fold(
        facts.event(1, 5, facts.discovered()),
        facts.event(1, 1, extracted),
        facts.event(1, 2, facts.assessed(4, 71.25)),
    )
    [found] = await search.documents()
    assert (found.generator, found.is_ai, found.confidence) == ("comfyui", "yes", 0.9)
    assert (found.prompt, found.negative_prompt, found.model_hash) == ("a cat", "dog", "ab12")
    assert (found.steps, found.sampler, found.scheduler) == (28, "euler", "karras")
    assert (found.cfg_scale, found.loras) == (6.5, [Lora(name="detail", weight=0.8)])
    assert (found.stars, found.score) == (4, 71.25)
    assert found.tags == [facts.tag("mood:dark")]
    assert [reason.code for reason in found.reasons] == ["sharp"]


async def test_what_nobody_has_told_is_null_or_empty(search, facts):
    await search.fold(facts.event(1, 1, facts.discovered()))
    [found] = await search.documents()
    assert (found.generator, found.is_ai, found.prompt, found.stars) == (None, None, None, None)
    assert (found.loras, found.tags, found.reasons) == ([], [], [])


async def test_meaning_that_comes_first_waits_for_the_presence(search, facts):
    await search.fold(facts.event(1, 1, facts.extracted("a cat")))
    await search.fold(facts.event(1, 1, facts.assessed(5)))
    assert await search.documents() == []
    await search.fold(facts.event(1, 1, facts.discovered()))
    [found] = await search.documents(text="cat", min_stars=5)
    assert found.prompt == "a cat"


async def test_a_newer_extraction_takes_the_place_of_all_that_was_told(search, facts):
    await search.fold(
        facts.event(1, 1, facts.discovered()),
        facts.event(1, 4, facts.extracted("a dog", generator="flux")),
        facts.event(1, 3, facts.extracted("a cat", seed=5, tags=["mood:dark"])),
    )
    [found] = await search.documents(text="dog")
    assert (found.generator, found.seed, found.tags) == ("flux", None, [])
    assert await search.ids(text="cat") == await search.ids(tag=["mood:dark"]) == []


async def test_text_is_in_the_name_or_the_prompt_and_a_phrase_in_one_of_them(search, facts):
    await search.fold(
        facts.event(1, 1, facts.discovered(facts.location("a/big.png"))),
        facts.event(1, 1, facts.extracted("cat in 雨の街", negative_prompt="dog")),
    )
    for found in ("big cat", '"in 雨の"', "の街", "街", "png", "dog or cat", "cat -dog"):
        assert await search.ids(text=found) == [facts.id(1)], found
    for not_found in ('"png cat"', "街の", "dog", "cat -big", "in雨の街cat", "!!!"):
        assert await search.ids(text=not_found) == [], not_found


async def test_a_restored_asset_still_means_what_it_meant(search, facts):
    await search.fold(
        facts.event(1, 1, facts.discovered()), facts.event(1, 1, facts.extracted("a cat"))
    )
    await search.fold(facts.event(1, 2, AssetDeleted()))
    assert await search.ids(text="cat") == []
    await search.fold(facts.event(1, 3, AssetRestored()))
    assert await search.ids(text="cat") == [facts.id(1)]


@pytest.mark.parametrize("seed", [0, 2**53 + 1, 2**64 - 1, -(2**63)])
async def test_seeds_are_exact(search, facts, seed):
    await search.fold(
        facts.event(1, 1, facts.discovered()),
        facts.event(1, 1, facts.extracted(seed=seed)),
        facts.event(2, 1, facts.discovered()),
        facts.event(2, 1, facts.extracted(seed=seed ^ 1)),
    )
    [found] = await search.documents(seed=seed)
    assert (found.asset_id, found.seed) == (facts.id(1), seed)


INCOMPRESSIBLE = "".join(map(chr, range(0x4E00, 0x6E00)))
HOSTILE = {
    "nul": {"prompt": "a\0b \\u0000", "sampler": "\0", "tags": ["tag:a\0b"]},
    "long": {"prompt": "雨" * 10_000, "model": INCOMPRESSIBLE},
    "long tags": {"tags": ["k" * 33 + ":v", f"tag:{INCOMPRESSIBLE}", "tag:ok"]},
    "huge numbers": {"steps": 10**30, "cfg_scale": float("inf")},
    "one long word": {"prompt": "ß" * 16_000},
    "many words": {"prompt": " ".join(map(str, range(6_000)))},
    "empty": {"prompt": "", "model": "", "generator": ""},
}


@pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_facts_are_folded(search, facts, told):
    await search.fold(
        facts.event(1, 1, facts.discovered(facts.location(f"{'x' * 250}.png"))),
        facts.event(1, 1, facts.extracted(**told)),
    )
    [found] = await search.documents()
    assert found.prompt == (told["prompt"].replace("\0", "") if "prompt" in told else None)
    assert len(found.tags) == len(told.get("tags", []))


async def test_a_number_or_name_beyond_its_column_is_bounded(search, facts):
    await search.fold(
        facts.event(1, 1, facts.discovered()),
        facts.event(1, 1, facts.extracted(steps=10**30, model="m" * 400, generator="")),
    )
    [found] = await search.documents(model=["m" * 255])
    assert (found.steps, found.generator) == (None, None)
