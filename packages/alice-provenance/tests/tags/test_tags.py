"""From prompts to tags."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alice_contracts.provenance import Generation, Lora, TagOrigin
from alice_provenance.tags import MAX_LORAS, MAX_TAGS, MAX_VALUE, tags_of
from alice_provenance.tags.vocabulary import KEYS


def tags(prompt, generator="A1111"):
    return {tag.name: tag.confidence for tag in tags_of(Generation(prompt=prompt), generator)}


def names(prompt, generator="A1111"):
    return list(tags(prompt, generator))


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("1girl, solo, hatsune miku", ["subject:girl", "subject:solo", "tag:hatsune miku"]),
        ("(masterpiece:1.2), [[lighthouse]]", ["quality:masterpiece", "subject:lighthouse"]),
        ("((best quality)), {{{cat}}}, x", ["quality:best quality", "subject:cat", "tag:x"]),
        ("(cat, dog:1.3), fox", ["subject:cat", "subject:dog", "subject:fox"]),
        ("(night:1.3) (stars:1.2)", ["time_of_day:night", "environment:starry sky"]),
        (r"miku \(vocaloid\), cat", ["tag:miku (vocaloid)", "subject:cat"]),
        ("blue_hair, looking_at_viewer", ["tag:blue hair", "camera:front view"]),
        ("cat BREAK dog AND fox", ["subject:cat", "subject:dog", "subject:fox"]),
        (
            "[cat:dog:0.5], [fox|wolf]",
            ["subject:cat", "subject:dog", "subject:fox", "subject:wolf"],
        ),
        (
            "__animals__, {red|blue} cat, dog",
            ["color:red", "subject:cat", "tag:blue cat", "subject:dog"],
        ),
        ("cat, <lora:Fancy:0.8>, dog", ["subject:cat", "subject:dog", "lora:fancy"]),
        ("cat, <hypernet:x:1>, embedding:bad-hands, dog", ["subject:cat", "subject:dog"]),
        ("1.2::cat::, -0.8::feet::, dog", ["subject:cat", "subject:dog"]),
        ("cat, (feet:-1), dog", ["subject:cat", "subject:dog"]),
        ("猫、夜景, 白背景", ["tag:猫", "tag:夜景", "tag:白背景"]),
        ("cat, :d, ^_^, 1.5, ..., dog", ["subject:cat", "tag:d", "subject:dog"]),
        ("Cat, CAT , cat", ["subject:cat"]),
        ("#テスト, 'quoted', cat", ["tag:テスト", "tag:quoted", "subject:cat"]),
        (
            "a cat, by greg rutkowski, art by mucha",
            ["subject:cat", "tag:greg rutkowski", "tag:mucha"],
        ),
        ("", []),
        (" , ,, ", []),
    ],
)
def test_a_list_is_taken_apart(prompt, expected):
    assert names(prompt) == expected


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("photo of a duck", {"technique:photograph": 0.7}),
        ("a smiling goldfish", {"tag:smiling goldfish": 0.4}),
        ("A cat sits on a wall at night.", {"subject:cat": 0.7, "time_of_day:night": 0.7}),
        (
            "an oil painting of an old man, lit by the soft light of a candle in his hand",
            {"technique:oil painting": 0.7, "subject:man": 0.7, "lighting:soft light": 0.7},
        ),
        ("a street without any people or cars in it", {"environment:city street": 0.7}),
        ("a girl with long blue hair walks through a neon city", {"subject:girl": 0.7}),
    ],
)
def test_prose_is_searched_for_known_words(prompt, expected):
    assert tags(prompt).items() >= expected.items()
    assert not any(name.startswith(("color:", "subject:people")) for name in tags(prompt))


@pytest.mark.parametrize(
    ("prompt", "name", "confidence"),
    [
        ("golden hour, cat", "time_of_day:golden hour", 0.9),
        ("golden hour glow on hills, cat", "time_of_day:golden hour", 0.7),
        ("hatsune miku, cat", "tag:hatsune miku", 0.6),
        ("hatsune miku", "tag:hatsune miku", 0.4),
        ("cat with a big hat, cat, dog", "subject:cat", 0.9),
    ],
)
def test_confidence_says_how_it_was_found(prompt, name, confidence):
    assert tags(prompt)[name] == confidence


@pytest.mark.parametrize(
    ("prompt", "expected", "shorter"),
    [
        ("wide angle, x", "camera:wide angle", None),
        ("ultra-wide-angle, x", "camera:ultra wide angle", "camera:wide angle"),
        ("cinematic lighting, x", "lighting:cinematic lighting", "style:cinematic"),
        ("a very cinematic light falls in, x", "lighting:cinematic lighting", "style:cinematic"),
    ],
)
def test_the_longest_match_wins(prompt, expected, shorter):
    assert expected in names(prompt)
    assert shorter not in names(prompt)


def test_an_item_that_terms_cover_is_no_tag_beside_them():
    assert names("8k ultra detailed, cat") == [
        "quality:8k",
        "quality:highly detailed",
        "subject:cat",
    ]
    assert names("8k cute thing, cat")[-2:] == ["tag:8k cute thing", "subject:cat"]


@pytest.mark.parametrize(
    "prompt",
    [
        "cat, dog --ar 3:2 --v 6 --style raw",
        "cat, dog --no hands, blood --chaos 10",
        "https://s.mj.run/abc cat, dog --niji",
        "cat:: dog::2 --iw 0.5",
    ],
)
def test_parameters_of_midjourney_are_no_tags(prompt):
    assert names(prompt, "Midjourney") == ["subject:cat", "subject:dog"]


def test_brackets_are_text_for_midjourney():
    assert names("cat (1999 film), dog", "Midjourney")[-2:] == [
        "tag:cat (1999 film)",
        "subject:dog",
    ]


class TestLoras:
    def test_that_were_applied_are_sure(self):
        loras = (Lora(name="Style\\Fancy_XL.safetensors", weight=0.5), Lora(name="b.v2", weight=1))
        found = tags_of(Generation(loras=loras), "ComfyUI")
        assert [(tag.name, tag.confidence) for tag in found] == [
            ("lora:fancy_xl", 1.0),
            ("lora:b.v2", 1.0),
        ]
        assert {tag.origin for tag in found} == {TagOrigin.METADATA}

    def test_that_the_prompt_calls_as_well_stand_once(self):
        generation = Generation(prompt="<lora:a:1><lora:b:1>", loras=(Lora(name="a"),))
        found = tags_of(generation, "A1111")
        assert [(tag.name, tag.confidence) for tag in found] == [("lora:a", 1.0), ("lora:b", 0.9)]
        assert [tag.origin for tag in found] == [TagOrigin.METADATA, TagOrigin.PROMPT]

    def test_keep_their_place_behind_a_long_prompt(self):
        prompt = ", ".join(f"word{letter}{number}" for letter in "abc" for number in range(99))
        loras = tuple(Lora(name=f"l{number}") for number in range(50))
        found = tags_of(Generation(prompt=prompt, loras=loras), "ComfyUI")
        assert len(found) == MAX_TAGS
        assert [tag.key for tag in found] == ["tag"] * (MAX_TAGS - MAX_LORAS) + ["lora"] * MAX_LORAS


def test_what_was_not_wanted_and_the_model_are_no_tags():
    generation = Generation(negative_prompt="blurry, dog", model="anime.ckpt", sampler="euler")
    assert tags_of(generation, "A1111") == ()


def test_long_items_are_left_out():
    assert names("cat, one two three four five, " + "x" * (MAX_VALUE + 1)) == ["subject:cat"]
    assert names("cat, " + "x" * MAX_VALUE)[-1] == "tag:" + "x" * MAX_VALUE


MARKED = st.sampled_from(
    [
        *"()[]{}<>:,;|\\_.-+# \n",
        "1.2",
        "BREAK",
        "--ar",
        "<lora:a:1>",
        "::",
        "cat",
        "golden hour",
        "猫",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(MARKED | st.text(max_size=3)).map("".join), st.sampled_from(["A1111", "Midjourney"])
)
def test_tags_of_any_prompt_are_clean(prompt, generator):
    found = tags_of(Generation(prompt=prompt), generator)
    assert len(found) <= MAX_TAGS
    assert len({tag.name for tag in found}) == len(found)
    for tag in found:
        assert tag.key in {*KEYS, "tag", "lora"}
        assert tag.value == tag.value.strip().lower()
        assert 0 < len(tag.value) <= MAX_VALUE


@pytest.mark.parametrize(
    "repeated", ["1", "(", "[", "(a", "a:", "<lora:", "-1", "_", "a ", ":1", "\\("]
)
def test_no_prompt_takes_long(repeated):
    """A pattern that backtracks over these does not come back within the time of a test."""
    tags_of(Generation(prompt=repeated * 20_000), "A1111")
