"""Texts, JSON and numbers out of hostile bytes."""

import pytest

from alice_provenance import limits
from alice_provenance.json_text import JsonError, parse_json
from alice_provenance.numbers import count_of, decimal_of, seed_of
from alice_provenance.text import decode_text, is_text, well_formed


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        ("写真".encode(), "写真"),
        ("写真".encode()[:-1], "写"),
        ("café".encode("latin-1"), "café"),
        (b"\xef\xbb\xbfmarked", "marked"),
        (b"{}\0\0", "{}"),
        (b"a\0b", "ab"),
        (b"", ""),
    ],
)
def test_text_is_utf8_or_latin1(data, text):
    assert decode_text(data) == text


def test_text_is_told_from_bytes():
    assert is_text("fooocus\n写真\0".encode())
    assert not is_text(b"\x01\x02")
    assert not is_text(b"\xff\xd8\xff")


def test_half_surrogates_and_nuls_go():
    assert well_formed("a\ud800b\0c🖼") == "a\ufffdbc🖼"


def test_json_is_read_as_generators_write_it():
    value = parse_json('{"a": [NaN, 1e999, "\\ud83d\\ude00", "\\ud800\\u0000x"], "b": null}')
    assert value["a"][2:] == ["😀", "\ufffdx"]
    assert value["a"][0] != value["a"][0]
    assert value["b"] is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is no JSON"),
        ("{'a': 1}", "it is no JSON"),
        ("9" * 5000, "it is no JSON"),
        ("[" * 300 + "]" * 300, "it is more than 200 levels deep"),
        ("[" * 100_000, "it is too deep"),
    ],
)
def test_what_is_no_json_or_too_much_of_it(text, why):
    with pytest.raises(JsonError, match=f"^{why}"):
        parse_json(text)


def test_long_json(monkeypatch):
    monkeypatch.setattr(limits, "JSON_CHARACTERS", 5)
    with pytest.raises(JsonError, match="it has more than 5 characters"):
        parse_json("[1, 2]")


def test_seeds_have_64_bits():
    assert seed_of(str(2**63 - 1)) == 2**63 - 1
    assert seed_of(f" -{2**63} ") == -(2**63)
    assert seed_of(str(2**63)) is None
    assert seed_of("9" * 5000) is None
    assert seed_of("12.5") is None


def test_counts_and_decimals():
    assert [count_of(text) for text in ("20", "-1", str(2**31), "x", "")] == [
        *(20, None, None, None, None),
    ]
    assert [decimal_of(text) for text in ("7", "1e999", "nan", "x", "")] == [
        *(7.0, None, None, None, None),
    ]
