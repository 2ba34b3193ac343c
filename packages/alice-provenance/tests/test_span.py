"""A stretch of a file keeps within its own ends."""

import io

import pytest

from alice_provenance.raw import Raw, take
from alice_provenance.span import MalformedError, Reads, Span


@pytest.fixture
def span() -> Span:
    return Span(io.BytesIO(b"before|inside|behind"), 7, 13)


def test_positions_count_from_its_beginning(span):
    assert (span.size, span.read(0, 6), span.upto(3, 100)) == (6, b"inside", b"ide")
    assert (span.upto(6, 1), span.upto(9, 1), span.upto(0, 0)) == (b"", b"", b"")
    assert (span.uint(0, 2), span.uint(0, 2, "little")) == (0x696E, 0x6E69)


def test_a_part_is_clipped_to_what_holds_it(span):
    assert span.part(2, 100).upto(0, 100) == b"side"
    assert span.part(2, 3).part(1, 9).read(0, 2) == b"id"
    assert span.part(50, 5).size == 0


def test_the_end_is_told_by_its_place_in_the_file(span):
    with pytest.raises(MalformedError, match=r"it breaks off at byte 13$"):
        span.read(3, 4)
    with pytest.raises(MalformedError, match=r"it breaks off at byte 13$"):
        span.uint(20, 1)


def test_parts_share_the_reads():
    span = Span(io.BytesIO(bytes(9)), 0, 9, Reads(left=2))
    span.read(0, 1)
    span.part(1, 5).read(0, 1)
    with pytest.raises(MalformedError, match="more than 2,000,000 reads"):
        span.read(0, 1)


def test_what_is_taken_tells_what_is_missing(span):
    assert take(span, 0, 6) == Raw(b"inside")
    assert take(span, 4, 10) == Raw(b"de", "8 of its 10 bytes are missing")
    assert take(span, 4, -3) == Raw(b"")
