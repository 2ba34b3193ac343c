"""What is new, changed, gone or moved."""

from dataclasses import replace
from uuid import uuid4

import pytest

from asset_processor.scanning.compare import FreshFile, KnownFile, compare
from asset_processor.scanning.moves import find_moves
from asset_processor.scanning.walk import FileEntry

ENTRY = FileEntry("day", "a.png", 100, 1, 7)


def known(entry=ENTRY, reason=None, asset="sha256:1"):
    return KnownFile(uuid4(), entry, None if reason else asset, reason)


def test_what_shows_no_change_is_left_alone():
    seen = compare([ENTRY], [known()])
    assert (seen.unchanged, seen.fresh, seen.missing) == (1, [], [])


@pytest.mark.parametrize("change", [{"size": 101}, {"mtime_ns": 2}, {"inode": 8}])
def test_any_sign_of_change_is_enough(change):
    row = known()
    entry = replace(ENTRY, **change)
    assert compare([entry], [row]).fresh == [FreshFile(entry, row)]


def test_what_is_not_met_is_missing():
    row = known()
    assert compare([], [row]).missing == [row]


@pytest.mark.parametrize(
    ("reason", "opened"), [("empty", 0), ("unknown_type", 0), ("unreadable", 1), ("vanished", 1)]
)
def test_a_refusal_is_repeated_only_where_it_may_pass(reason, opened):
    assert len(compare([ENTRY], [known(reason=reason)]).fresh) == opened


def test_a_move_is_recognised(tmp_path):
    row = known(replace(ENTRY, directory="old"))
    moves, rest = find_moves(tmp_path, [FreshFile(ENTRY, None)], [row])
    assert (moves, rest) == ([(row, ENTRY)], [])


def test_a_hard_link_is_no_move(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.png").touch()
    fresh = FreshFile(ENTRY, None)
    moves, rest = find_moves(tmp_path, [fresh], [known(replace(ENTRY, directory="old"))])
    assert (moves, rest) == ([], [fresh])


def test_a_reused_inode_is_no_move(tmp_path):
    fresh = FreshFile(ENTRY, None)
    moves, rest = find_moves(tmp_path, [fresh], [known(replace(ENTRY, directory="x", size=5))])
    assert (moves, rest) == ([], [fresh])
