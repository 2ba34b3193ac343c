"""Cursors: opaque, and good for their own query only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alice_core.pages import decode_cursor, encode_cursor
from alice_core.problems import Problem

QUERY = {"kind": ["image"], "sort": "newest"}


@given(st.lists(st.one_of(st.text(), st.integers(-(2**53), 2**53), st.none()), max_size=4))
def test_keys_come_back(keys):
    assert decode_cursor(QUERY, encode_cursor(QUERY, keys)) == keys


def test_a_cursor_of_another_query_is_refused():
    with pytest.raises(Problem, match="another query"):
        decode_cursor({"kind": ["video"]}, encode_cursor(QUERY, [1]))


@given(st.text(alphabet="abcXYZ019-_=!", max_size=40))
def test_garbage_is_refused(text):
    with pytest.raises(Problem):
        decode_cursor(QUERY, text)
