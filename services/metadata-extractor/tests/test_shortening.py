"""What was extracted fits an event, whatever it holds."""

import json
import math
from functools import reduce
from operator import getitem

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alice_contracts.envelope import MAX_DATA_BYTES
from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.provenance import (
    Evidence,
    EvidenceKind,
    Generation,
    Lora,
    Provenance,
    Subject,
    Tag,
    TagOrigin,
)
from alice_contracts.services import METADATA
from alice_core.events.codec import Fact, encode
from metadata_extractor.shortening import cut, fitting, json_bytes, shorten

CHARACTERS = st.sampled_from(["a", "é", "漢", "🦊", '"', "\\", "\n", "\x01", "\x7f"])
TEXTS = st.text(CHARACTERS, max_size=5)
FLOATS = st.none() | st.floats()


def some(values):
    return st.lists(values, max_size=3)


EVIDENCE = st.builds(
    Evidence,
    about=st.sampled_from(Subject),
    claim=TEXTS,
    kind=st.sampled_from(EvidenceKind),
    place=TEXTS,
    confidence=st.floats(0, 1),
    excerpt=TEXTS,
)
TAGS = st.builds(
    Tag, key=TEXTS, value=TEXTS, origin=st.sampled_from(TagOrigin), confidence=st.floats(0, 1)
)
GENERATIONS = st.builds(
    Generation,
    prompt=st.none() | TEXTS,
    negative_prompt=st.none() | TEXTS,
    model=st.none() | TEXTS,
    model_hash=st.none() | TEXTS,
    seed=st.none() | st.integers(-(2**63), 2**64 - 1),
    steps=st.none() | st.integers(),
    sampler=st.none() | TEXTS,
    scheduler=st.none() | TEXTS,
    cfg_scale=FLOATS,
    loras=some(st.builds(Lora, name=TEXTS, weight=FLOATS)),
)
EXTRACTED = st.builds(
    MetadataExtracted,
    extractor=st.just("reader/1"),
    provenance=st.builds(
        Provenance,
        generator=TEXTS,
        tool_version=st.none() | TEXTS,
        confidence=st.floats(0, 1),
        evidence=some(EVIDENCE),
        generation=GENERATIONS,
        tags=some(TAGS),
    ),
    shortened=st.just(()),
    problems=some(TEXTS),
)


def extracted(**generation) -> MetadataExtracted:
    return MetadataExtracted(
        extractor="reader/1", provenance=Provenance(generation=Generation(**generation))
    )


@settings(deadline=None)
@given(EXTRACTED, st.sampled_from([1, 50, 7000]), st.sampled_from([1, 60]))
def test_every_fact_fits_and_names_what_was_cut(small, text_times, list_times):
    whole = MetadataExtracted.model_validate(grown(small.model_dump(), text_times, list_times))
    fact = shorten(whole)
    encode(METADATA, Fact("sha256:00", 1, fact))
    assert len(fact.model_dump_json().encode()) <= MAX_DATA_BYTES
    was, now = (json.loads(item.model_dump_json()) for item in (whole, fact))
    for name in fact.shortened:
        assert field(was, name) != field(now, name)
        put(was, name, field(now, name))
    assert was | {"shortened": now["shortened"]} == now


def grown(value, text_times, list_times):
    """The value with longer texts and lists; a choice of words and our own name stay."""
    if type(value) is str and value != "reader/1":
        return value * text_times
    if isinstance(value, dict):
        return {key: grown(item, text_times, list_times) for key, item in value.items()}
    if isinstance(value, tuple):
        return [grown(item, min(text_times, 50), 1) for item in value] * list_times
    return value


def field(data, name):
    return reduce(getitem, name.split("."), data)


def put(data, name, value):
    *path, last = name.split(".")
    reduce(getitem, path, data)[last] = value


@given(TEXTS, st.sampled_from([1, 100]), st.integers(0, 300))
def test_a_text_is_cut_between_characters_and_not_too_early(part, times, limit):
    text = part * times
    short = cut(text, limit)
    assert text.startswith(short)
    assert json_bytes(short) <= limit
    assert short == text or json_bytes(text[: len(short) + 1]) > limit


def test_what_fits_is_the_same():
    whole = extracted(prompt="a fox", seed=2**64 - 1)
    assert shorten(whole) is whole


def test_a_long_prompt_leaves_the_rest_whole():
    fact = shorten(extracted(prompt="漢" * 350_000, negative_prompt="blurry", cfg_scale=math.nan))
    assert fact.shortened == ("provenance.generation.prompt",)
    assert fact.provenance.generation.negative_prompt == "blurry"
    assert len(fact.provenance.generation.prompt) == 8192 // 3


def test_everything_too_long_at_once_uses_the_room_and_no_more():
    text = "\x01" * 20_000
    lora = Lora(name="name", weight=0.8)
    tag = Tag(key="tag", value="fox", origin=TagOrigin.PROMPT, confidence=1)
    evidence = Evidence(
        about=Subject.MODEL, claim="m", kind=EvidenceKind.LABEL, place="p", confidence=1
    )
    fields = Generation.model_fields.items()
    texts = [name for name, field in fields if field.annotation == str | None]
    generation = Generation(**dict.fromkeys(texts, text), seed=2**64 - 1, loras=(lora,) * 300)
    whole = MetadataExtracted(
        extractor="reader/1",
        provenance=Provenance(
            generator=text,
            tool_version=text,
            generation=generation,
            evidence=(evidence,) * 300,
            tags=(tag,) * 300,
        ),
        problems=(text,) * 300,
    )
    fact = shorten(whole)
    assert len(fact.shortened) == 12
    assert 0.85 * MAX_DATA_BYTES < len(fact.model_dump_json().encode()) <= MAX_DATA_BYTES


@pytest.mark.parametrize(("limit", "kept"), [(100, "abc"), (8, "ac"), (7, "a"), (3, "")])
def test_items_that_do_not_fit_are_left_out_by_themselves(limit, kept):
    items = ["a", "b" * 20, "c"] if limit < 100 else ["a", "b", "c"]
    assert "".join(fitting(items, limit)) == kept
