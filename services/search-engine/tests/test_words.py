"""Words are made alike for documents and queries, and PostgreSQL reads whatever is made."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from search_engine.documents.prompts import prompt_key
from search_engine.documents.words import MAX_WORD, tsquery, vector, words


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("A cat, low-poly", ["a", "cat", "low", "poly"]),
        ("IMG_0042.final.PNG", ["img", "0042", "final", "png"]),
        ("1girl in 8k", ["1", "girl", "in", "8", "k"]),
        ("cat/dog https://a.b", ["cat", "dog", "https", "a", "b"]),
        ("<lora:add_detail:0.8>", ["lora", "add", "detail", "0", "8"]),
        ("雨の街, neon", ["雨", "の", "街", "neon"]),
        ("비오는 거리", ["비", "오", "는", "거", "리"]),
        ("ＮＥＯＮ Straße cafe\u0301", ["neon", "strasse", "café"]),
        ("हिन्दी", ["हिन्दी"]),
        ("❤️ cat🐱", ["❤", "cat", "🐱"]),
        ("soft\u00adhyphen\0nul", ["softhyphen", "nul"]),
        ("!!! -- ()", []),
    ],
)
def test_words(told, expected):
    assert words(told) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("cat dog", "('cat') & ('dog')"),
        ('"cat dog"', "('cat' <-> 'dog')"),
        ("cat OR dog", "('cat') | ('dog')"),
        ("cat -dog", "('cat') & !('dog')"),
        ('cat -"big dog"', "('cat') & !('big' <-> 'dog')"),
        ("low-poly", "('low' <-> 'poly')"),
        ('"cat dog', "('cat' <-> 'dog')"),
        ("or cat or", "('cat')"),
        ("'); DROP TABLE x --", "('drop') & ('table') & ('x')"),
        ("& | ! : * <-> -", ""),
    ],
)
def test_queries(asked, expected):
    assert tsquery(asked) == expected


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.text(max_size=255) | st.text("\"'\\&|!:*<>-() \0or,猫🐱é", max_size=255))
async def test_whatever_is_told_finds_itself(database, told):
    """As a query it is a phrase of all its words, wherever it stands in a document."""
    phrase = told.replace('"', " ")
    found = text("SELECT CAST(:told AS tsvector) @@ CAST(:asked AS tsquery)")
    asked = {"told": vector(f"before {told} after"), "asked": tsquery(f'"{phrase}"')}
    async with database.reader() as session:
        assert await session.scalar(found, asked) is bool(words(told))
        await session.execute(text("SELECT CAST(:asked AS tsquery)"), {"asked": tsquery(told)})


async def test_the_longest_words_and_texts_are_read(database):
    async with database.reader() as session:
        for told in ("\U00020000" * 40_000, "ß" * 40_000, "a b " * 40_000, "ﷺ" * 3_000):
            await session.execute(text("SELECT CAST(:told AS tsvector)"), {"told": vector(told)})
    assert words("ß" * 400) == ["s" * MAX_WORD]


@pytest.mark.parametrize(
    "same",
    [
        "a cat, low-poly",
        "A  CAT,low poly",
        "a cat <lora:add_detail:0.8> low-poly",
        "(a cat) low-poly",
    ],
)
def test_prompts_are_the_same_whatever_their_case_spaces_and_networks(same):
    assert prompt_key(same) == prompt_key("a cat, low-poly")


@pytest.mark.parametrize("other", ["low-poly, a cat", "a cat", "a (cat:1.2), low-poly", "", None])
def test_other_prompts_are_not(other):
    assert prompt_key(other) != prompt_key("a cat, low-poly")


@pytest.mark.parametrize("nothing", [None, "", " ,.", "<lora:x:1>"])
def test_without_a_word_there_is_no_prompt(nothing):
    assert prompt_key(nothing) is None
