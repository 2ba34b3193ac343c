"""The vocabulary: its file, and how terms are found."""

import re
from pathlib import Path

import pytest

from alice_provenance.tags.vocabulary import KEYS, Term, Vocabulary, vocabulary

CAT, BLACK_CAT = Term("subject", "cat"), Term("subject", "black cat")
SMALL = Vocabulary(
    {"subject": {"cat": ["kitten"], "black cat": []}, "color": {"black": []}}, alone=["black"]
)
PAGE = Path(__file__).parents[4] / "docs" / "tags.md"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("a black cat", [(BLACK_CAT, 2)]),
        ("cat and kitten", [(CAT, 1), (CAT, 1)]),
        ("black dog", []),
        ("", []),
    ],
)
def test_terms_are_found_in_a_phrase(phrase, expected):
    assert list(SMALL.within(phrase.split())) == expected


def test_a_whole_item_may_be_a_name_that_counts_alone():
    assert SMALL.whole(["black"]) == Term("color", "black")
    assert SMALL.whole(["kitten"]) == CAT
    assert SMALL.whole(["black", "dog"]) is None


@pytest.mark.parametrize(
    ("tables", "alone", "complaint"),
    [
        ({"colour": {"red": []}}, [], "'colour' is no key"),
        ({"color": {"Red": []}}, [], "'Red' of color:Red is not normalised"),
        ({"color": {"dark-red": []}}, [], "is not normalised"),
        ({"color": {"dark  red": []}}, [], "is not normalised"),
        ({"color": {"red": [""]}}, [], "is not normalised"),
        ({"color": {"rose": []}, "subject": {"flower": ["rose"]}}, [], "a name has one meaning"),
        ({"color": {"red": []}}, ["blue"], "are to count alone and are no names"),
    ],
)
def test_a_faulty_vocabulary_is_refused(tables, alone, complaint):
    with pytest.raises(ValueError, match=re.escape(complaint)):
        Vocabulary(tables, alone)


def test_the_packages_own_has_hundreds_of_terms_for_every_key():
    terms = {term for _, term in vocabulary()}
    assert len(terms) > 400
    assert {term.key for term in terms} == set(KEYS)


def test_the_documentation_names_every_key():
    assert re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.MULTILINE) == [*KEYS, "lora", "tag"]
