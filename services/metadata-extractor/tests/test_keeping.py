"""Blocks are kept byte for byte, as far as the bound allows."""

import os

import pytest

from alice_provenance.blocks import Block
from metadata_extractor import keeping
from metadata_extractor.keeping import inflate, keep


def block(data: bytes, **more) -> Block:
    return Block(place="PNG tEXt prompt", key="prompt", data=data, **more)


def test_bytes_come_back_as_they_were():
    contents = [b"", b"\0\xff", os.urandom(5000), b"{}" * 50_000]
    kept = keep([block(content) for content in contents])
    assert [inflate(one.deflated) for one in kept] == contents
    assert [one.number for one in kept] == [0, 1, 2, 3]
    assert [one.problem for one in kept] == [None] * 4


def test_what_repeats_takes_little_room():
    (kept,) = keep([block(b'{"class_type": "KSampler"}' * 1000)])
    assert len(kept.deflated) < kept.size / 50


def test_the_last_are_cut_at_the_bound(monkeypatch):
    monkeypatch.setattr(keeping, "KEPT_BYTES", 10)
    kept = keep([block(b"1234567"), block(b"abcdef", problem="no JSON"), block(b"xyz")])
    assert [inflate(one.deflated) for one in kept] == [b"1234567", b"abc", b""]
    assert [one.size for one in kept] == [7, 6, 3]
    assert [one.problem for one in kept] == [
        None,
        "no JSON; 3 of its 6 bytes are kept",
        "0 of its 3 bytes are kept",
    ]


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_names_are_made_storable(text):
    (kept,) = keep([Block(place=text, key=text, data=b"", media_type=text, problem=text)])
    assert (kept.place, kept.key, kept.media_type, kept.problem) == ("ab",) * 4
