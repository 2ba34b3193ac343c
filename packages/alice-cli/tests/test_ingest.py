"""`alice ingest` takes in what is missing and tells what became of every file."""

import os
import signal
import sys
from pathlib import Path

import pytest

from alice_cli.ingest import patience, upload, waiting
from alice_contracts.identity import asset_id_of
from alice_core.testing import eventually, python_process


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "art"
    for name, content in {
        "one.png": b"picture one",
        "day 1/two.jpg": b"picture two",
        "day 1/twin of one.png": b"picture one",
        "notes.txt": b"no picture",
        ".hidden.png": b"picture hidden",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


@pytest.fixture
def impatient(monkeypatch):
    """Retries do not wait, and a standstill is one right away."""
    monkeypatch.setattr(patience, "wait_exponential_jitter", lambda **_: lambda _state: 0)
    monkeypatch.setattr(waiting, "STANDSTILL", 0)
    monkeypatch.setattr(waiting, "POLL", 0.01)


def test_new_files_are_sent_once_and_can_be_found(alice, platform, folder):
    ended = alice("ingest", folder, "--json")
    assert ended.code == 0
    assert ended.json == {
        "new": 2,
        "known": 1,
        "unchanged": 0,
        "moved": 0,
        "changed": 0,
        "lost": 0,
        "ignored": 2,
        "rejected": [],
        "waiting": 0,
    }
    assert set(platform.contents.values()) == {b"picture one", b"picture two"}
    assert platform.asked["upload"] == 2
    names = platform.names[asset_id_of(b"picture one")]
    assert set(names) == {"art/one.png", "art/day 1/twin of one.png"}


def test_repeated_it_sends_nothing(alice, platform, folder):
    alice("ingest", folder)
    platform.asked.clear()
    again = alice("ingest", folder, "--json").json
    assert (again["new"], again["known"]) == (0, 3)
    assert platform.asked["upload"] == 0


def test_for_people_it_says_what_happened(alice, folder):
    (folder / "bad.png").write_bytes(b"broken")
    ended = alice("ingest", folder)
    assert "2 new, 1 known, 2 ignored, 1 rejected" in ended.out
    assert "truncated" in ended.out
    assert "save it anew" in ended.out


def test_a_rejected_file_is_named_with_reason_and_mend_and_stops_nothing(alice, folder):
    bad = folder / "bad.png"
    bad.write_bytes(b"broken")
    ended = alice("ingest", folder, "--json")
    assert ended.code == 0
    assert ended.json["new"] == 2
    assert ended.json["rejected"] == [
        {"path": str(bad), "reason": "truncated", "detail": "the file ends early; save it anew"}
    ]


def test_a_file_that_the_door_refuses_stops_nothing(alice, folder):
    bad = folder / "a.png"
    bad.write_bytes(b"refused")
    ended = alice("ingest", folder, "--json")
    assert ended.json["new"] == 2
    (refused,) = ended.json["rejected"]
    assert refused["reason"] == "unknown_type"
    assert refused["path"] == str(bad)


def test_an_empty_file_is_named_and_not_sent(alice, folder):
    (folder / "empty.png").touch()
    (refused,) = alice("ingest", folder, "--json").json["rejected"]
    assert (refused["reason"], Path(refused["path"]).name) == ("empty", "empty.png")


def test_an_unreadable_file_is_named(alice, folder, monkeypatch):
    opened = Path.open

    def refuse(path, *arguments, **options):
        if path.name == "two.jpg":
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    report = alice("ingest", folder, "--json").json
    assert (report["new"], report["known"]) == (1, 1)
    (refused,) = report["rejected"]
    assert (refused["reason"], Path(refused["path"]).name) == ("unreadable", "two.jpg")
    assert "Permission denied" in refused["detail"]


def test_a_picture_without_suffix_is_taken_and_links_are_not_followed(alice, platform, folder):
    (folder / "picture").write_bytes(b"\x89PNG\r\n\x1a\n...")
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.png").write_bytes(b"picture of a secret")
    (folder / "link").symlink_to(outside)
    (folder / "link.png").symlink_to(outside / "secret.png")
    ended = alice("ingest", folder, "--json")
    assert (ended.json["new"], ended.json["ignored"]) == (3, 4)
    assert b"picture of a secret" not in platform.contents.values()


def test_a_single_file_keeps_its_name(alice, platform, folder):
    alice("ingest", folder / "one.png")
    assert platform.names == {asset_id_of(b"picture one"): ["one.png"]}


def test_a_file_that_vanishes_before_it_is_sent_is_named(alice, platform, folder):
    def remove_the_other(name):
        other = {"art/one.png": "day 1/two.jpg"}.get(name, "one.png")
        (folder / other).unlink(missing_ok=True)

    (folder / "day 1" / "twin of one.png").unlink()
    (folder / "day 1" / "two.jpg").write_bytes(b"." * 5_000_000)
    platform.on_upload = remove_the_other
    report = alice("ingest", folder, "--json").json
    assert report["new"] + len(report["rejected"]) == 2


@pytest.mark.parametrize("newer", [b"newer", b"newer" * 1_000_000, b"PICTURE one"], ids=len)
def test_a_file_that_changes_is_offered_anew(alice, platform, folder, monkeypatch, newer):
    changing = folder / "one.png"
    (folder / "day 1" / "twin of one.png").unlink()
    hash_file = upload.hash_file

    def hash_and_change(file, advance):
        digest = hash_file(file, advance)
        if file.path == changing and changing.read_bytes() != newer:
            changing.write_bytes(newer)
            os.utime(changing, ns=(file.modified_ns, file.modified_ns))
        return digest

    monkeypatch.setattr(upload, "hash_file", hash_and_change)
    report = alice("ingest", folder, "--json").json
    assert (report["new"], report["rejected"]) == (2, [])
    assert set(platform.contents.values()) == {newer, b"picture two"}


def test_a_file_that_never_rests_is_named_in_the_end(alice, platform, folder, monkeypatch):
    changing = folder / "one.png"
    (folder / "day 1" / "twin of one.png").unlink()
    hash_file = upload.hash_file

    def hash_and_change(file, advance):
        digest = hash_file(file, advance)
        if file.path == changing:
            changing.write_bytes(changing.read_bytes() + b"more")
        return digest

    monkeypatch.setattr(upload, "hash_file", hash_and_change)
    (refused,) = alice("ingest", folder, "--json").json["rejected"]
    assert (refused["reason"], refused["path"]) == ("changing", str(changing))


@pytest.mark.usefixtures("impatient")
def test_a_short_interruption_is_bridged(alice, platform, folder):
    platform.interruptions = {"offer": 2, "upload": 2, "lookup": 2}
    ended = alice("ingest", folder, "--json")
    assert (ended.code, ended.json["new"]) == (0, 2)


@pytest.mark.usefixtures("impatient")
def test_a_long_one_ends_with_what_is_down(alice, platform, folder):
    platform.interruptions = {"offer": 100}
    ended = alice("ingest", folder, "--json")
    assert (ended.code, ended.out) == (1, "")
    assert "assets does not answer" in ended.err
    assert platform.asked["offer"] < 10


@pytest.mark.usefixtures("impatient")
def test_it_waits_while_the_platform_works_and_no_longer(alice, platform, folder):
    platform.hidden = {asset_id_of(b"picture one")}
    platform.works = ["assets", "search", "assets"]
    ended = alice("ingest", folder, "--json")
    assert ended.code == 1
    assert ended.json["waiting"] == 1
    assert platform.asked["status"] >= 4


@pytest.mark.usefixtures("impatient")
def test_it_does_not_wait_for_those_who_judge(alice, platform, folder):
    platform.hidden = {asset_id_of(b"picture one")}
    platform.works = ["quality", "metadata"]
    assert alice("ingest", folder).code == 1
    assert platform.asked["status"] == 1


def test_it_need_not_wait(alice, platform, folder):
    ended = alice("ingest", folder, "--no-wait", "--json")
    assert (ended.code, ended.json["waiting"]) == (0, 2)
    assert platform.asked["lookup"] == 0


@pytest.mark.usefixtures("alice")
async def test_interrupted_it_says_that_the_platform_goes_on(platform, folder):
    platform.hidden = {asset_id_of(b"picture one")}
    command = Path(sys.executable).with_name("alice")
    async with python_process(str(command), "ingest", str(folder)) as process:
        await eventually(lambda: platform.asked["lookup"] > 1, within=60)
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 130, process.output
    assert "goes on" in process.output


def test_a_path_that_is_not_there_is_a_usage_error(alice, tmp_path):
    ended = alice("ingest", tmp_path / "gone")
    assert ended.code == 2
    assert "gone" in ended.err


class TestInPlace:
    @pytest.fixture(autouse=True)
    def _library(self, alice, folder):
        alice("library", "add", folder, "--name", "art")

    @staticmethod
    def found(outcome, path, **more):
        return {"path": path, "outcome": outcome, **more}

    def test_what_lies_in_a_library_is_scanned_and_not_sent(self, alice, platform, folder):
        one = asset_id_of(b"picture one")
        platform.contents[one] = b"picture one"
        platform.names[one] = ["one.png"]
        platform.outcomes = [
            self.found("new", "one.png", asset_id=one),
            self.found("rejected", "bad.png", reason="empty", detail="nothing in it"),
            self.found("lost", "old.png", asset_id="sha256:" + "0" * 64),
        ]
        ended = alice("ingest", folder / "day 1", folder, "--json")
        assert platform.scan_paths == ["day 1", None]
        assert platform.asked["upload"] == 0
        assert (ended.json["new"], ended.json["lost"]) == (2, 2)
        assert ended.json["rejected"][0] == {
            "path": str(folder / "bad.png"),
            "reason": "empty",
            "detail": "nothing in it",
        }

    def test_a_door_elsewhere_does_not_see_the_folder(self, alice, platform, folder, door_url):
        ended = alice("ingest", folder, "--server", door_url, "--token", "the-token-of-the-door")
        assert ended.code == 0
        assert platform.scan_paths == []
        assert platform.asked["upload"] == 2

    def test_a_scan_that_fails_is_said(self, alice, platform, folder):
        platform.scan_error = "the root is not there"
        ended = alice("ingest", folder)
        assert ended.code == 1
        assert "the root is not there" in ended.err
