"""Byte ranges as RFC 9110 has them."""

import pytest

from asset_processor.ranges import ByteRange, UnsatisfiableError, parse_range


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        (None, 0, 10),
        ("bytes=0-0", 0, 1),
        ("bytes=2-5", 2, 6),
        ("bytes=5-", 5, 10),
        ("bytes=5-99", 5, 10),
        ("bytes=-3", 7, 10),
        ("bytes=-99", 0, 10),
        ("bytes=5-2", 0, 10),
        ("bytes=0-1,4-5", 0, 10),
        ("items=0-1", 0, 10),
        ("bytes=-", 0, 10),
    ],
)
def test_one_range_or_the_whole(header, start, end):
    assert parse_range(header, 10) == ByteRange(start, end, 10)


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_a_range_of_nothing_is_refused(header):
    with pytest.raises(UnsatisfiableError):
        parse_range(header, 10)
