"""Opening a file once: what it is, which one, and whether it stayed what it was."""

import os

import pytest

from alice_contracts.identity import asset_id_of
from alice_contracts.media import RejectReason
from alice_samples import hostile, stills
from asset_processor.scanning.findings import Content, Refusal
from asset_processor.scanning.identify import identify
from asset_processor.scanning.walk import entry_at


def identified(root, name, content):
    (root / name).write_bytes(content)
    return identify(root, entry_at(root, name))


def test_content_decides_and_not_the_name(tmp_path):
    content = stills.png(1, (32, 32))
    found = identified(tmp_path, "photo.jpg", content)
    assert isinstance(found, Content)
    assert (found.asset_id, found.mime) == (asset_id_of(content), "image/png")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.png", b"", RejectReason.EMPTY),
        ("a.JPG", hostile.garbage(1), RejectReason.UNKNOWN_TYPE),
        ("a.txt", b"words", None),
        ("a", b"", None),
    ],
)
def test_what_is_no_media_is_refused_or_passed_over(tmp_path, name, content, reason):
    found = identified(tmp_path, name, content)
    assert isinstance(found, Refusal)
    assert found.reason == reason


def test_a_file_that_changed_since_it_was_seen_is_not_taken(tmp_path):
    (tmp_path / "a.png").write_bytes(stills.png(1, (32, 32)))
    entry = entry_at(tmp_path, "a.png")
    os.utime(tmp_path / "a.png", (1, 1))
    assert identify(tmp_path, entry).reason is RejectReason.CHANGING


def test_a_file_that_is_gone_is_said(tmp_path):
    (tmp_path / "a.png").write_bytes(b"x")
    entry = entry_at(tmp_path, "a.png")
    (tmp_path / "a.png").unlink()
    assert identify(tmp_path, entry).reason is RejectReason.VANISHED


def test_a_link_put_in_its_place_is_not_followed(tmp_path):
    (tmp_path / "secret").write_bytes(stills.png(1, (32, 32)))
    (tmp_path / "a.png").write_bytes(b"x")
    entry = entry_at(tmp_path, "a.png")
    (tmp_path / "a.png").unlink()
    (tmp_path / "a.png").symlink_to(tmp_path / "secret")
    assert identify(tmp_path, entry).reason is RejectReason.UNREADABLE
