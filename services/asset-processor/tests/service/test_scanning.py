"""Libraries: what is found, what has moved, what is gone, and what is never touched."""

import os
import shutil
from pathlib import Path
from threading import Event, Thread

import pytest

from alice_contracts.identity import asset_id_of
from alice_samples import hostile, stills


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "pictures"
    write(root / "day 1" / "a.png", stills.png(1, (96, 64)))
    write(root / "day 1" / "b.jpg", stills.jpeg(2, (96, 64)))
    write(root / "day 2" / "c.webp", stills.webp(3, (96, 64)))
    return root


async def test_a_scan_takes_in_what_lies_there(assets, root):
    name = await assets.add_library(root)
    scan = await assets.scan(name)
    await assets.idle()
    discovered = await assets.facts("asset.discovered")
    processed = await assets.facts("asset.processed")
    assert scan["state"] == "completed"
    assert len(discovered) == len(processed) == 3
    assert {fact.data["mime"] for fact in processed} == {"image/png", "image/jpeg", "image/webp"}
    assert {(fact.data["width"], fact.data["height"]) for fact in processed} == {(96, 64)}


async def test_a_second_scan_finds_all_unchanged_and_opens_nothing(assets, root, monkeypatch):
    name = await assets.add_library(root)
    await assets.scan(name)
    await assets.idle()
    opened: list[str] = []
    real_open = os.open

    def watched(path, *rest, **options):
        opened.append(str(path))
        return real_open(path, *rest, **options)

    monkeypatch.setattr(os, "open", watched)
    scan = await assets.scan(name)
    assert scan["counts"] == {"unchanged": 3}
    assert not [path for path in opened if path.startswith(str(root))]


async def test_the_same_content_twice_is_one_asset_with_two_locations(assets, root):
    shutil.copy(root / "day 1" / "a.png", root / "day 2" / "copy.png")
    await assets.scan(await assets.add_library(root))
    await assets.idle()
    facts = await assets.facts("asset.discovered")
    shared = [await assets.get(fact.subject) for fact in facts]
    assert sorted(len(asset["locations"]) for asset in shared) == [1, 1, 2]


async def test_a_moved_file_is_found_again_without_being_opened(assets, root, monkeypatch):
    name = await assets.add_library(root)
    await assets.scan(name)
    await assets.idle()
    (root / "day 3").mkdir()
    (root / "day 1" / "a.png").rename(root / "day 3" / "best.png")
    monkeypatch.setattr("asset_processor.scanning.intake.identify", None)
    scan = await assets.scan(name)
    assert scan["counts"] == {"moved": 1, "unchanged": 2}
    assert await assets.outcomes(scan["id"]) == {"day 3/best.png": "moved"}
    await assets.idle()
    relocated = (await assets.facts("asset.relocated"))[-1]
    assert [place["path"] for place in relocated.data["locations"]] == ["day 3/best.png"]


async def test_a_deleted_file_loses_its_location_and_not_its_asset(assets, root):
    name = await assets.add_library(root)
    await assets.scan(name)
    await assets.idle()
    gone = (root / "day 2" / "c.webp").read_bytes()
    (root / "day 2" / "c.webp").unlink()
    scan = await assets.scan(name)
    assert scan["counts"] == {"lost": 1, "unchanged": 2}
    asset = await assets.get(asset_id_of(gone))
    assert (asset["state"], asset["locations"]) == ("processed", [])


async def test_a_removed_folder_loses_all_its_locations(assets, root):
    name = await assets.add_library(root)
    await assets.scan(name)
    shutil.rmtree(root / "day 1")
    scan = await assets.scan(name)
    assert scan["counts"] == {"lost": 2, "unchanged": 1}


@pytest.mark.parametrize("trouble", ["gone", "empty"])
async def test_an_unreachable_root_loses_nothing(assets, root, trouble):
    name = await assets.add_library(root)
    await assets.scan(name)
    root.rename(root.with_name("elsewhere"))
    if trouble == "empty":
        root.mkdir()
    scan = await assets.scan(name)
    library = (await assets.client.get(f"/api/v1/libraries/{name}")).json()
    assert scan["state"] == "failed"
    assert str(root) in scan["error"]
    assert library["files"] == 3
    assert library["state"] == {"gone": "unreachable", "empty": "empty"}[trouble]


async def test_a_root_that_is_meant_to_be_empty_is_taken_at_its_word(assets, root):
    name = await assets.add_library(root)
    await assets.scan(name)
    shutil.rmtree(root)
    root.mkdir()
    scan = await assets.scan(name, accept_empty=True)
    assert scan["counts"] == {"lost": 3, "unchanged": 0}


async def test_new_bytes_with_the_same_pixels_supersede_the_old(assets, root):
    picture = root / "day 1" / "a.png"
    name = await assets.add_library(root)
    await assets.scan(name)
    await assets.idle()
    before = asset_id_of(picture.read_bytes())
    write(picture, stills.png(1, (96, 64), {"Rating": "5"}))
    scan = await assets.scan(name)
    await assets.idle()
    after = asset_id_of(picture.read_bytes())
    superseded = await assets.facts("asset.superseded")
    assert scan["counts"] == {"changed": 1, "unchanged": 2}
    assert [(fact.subject, fact.data["successor"]) for fact in superseded] == [(before, after)]


async def test_new_bytes_with_other_pixels_supersede_nothing(assets, root):
    name = await assets.add_library(root)
    await assets.scan(name)
    await assets.idle()
    write(root / "day 1" / "a.png", stills.png(99, (96, 64)))
    await assets.scan(name)
    await assets.idle()
    assert not await assets.facts("asset.superseded")


@pytest.fixture
def bad_root(root: Path) -> Path:
    write(root / "empty.png", b"")
    write(root / "garbage.jpg", hostile.garbage(1))
    write(root / "cut.png", hostile.truncated(stills.png(7, (96, 64))))
    write(root / "huge.png", hostile.huge_png())
    write(root / "bomb.png", hostile.ztxt_bomb(64 * 2**20))
    write(root / "notes.txt", b"no picture")
    return root


async def test_bad_files_are_told_and_stop_nobody(bad_root, assets):
    await assets.scan(await assets.add_library(bad_root))
    await assets.idle()
    rejected = {fact.data["path"]: fact.data for fact in await assets.facts("asset.rejected")}
    assert len(await assets.facts("asset.processed")) == 3
    assert {path: data["reason"] for path, data in rejected.items()} == {
        "empty.png": "empty",
        "garbage.jpg": "unknown_type",
        "cut.png": "truncated",
        "huge.png": "too_many_pixels",
        "bomb.png": "bomb",
    }
    assert all(data["detail"] for data in rejected.values())


async def test_a_file_that_is_never_left_alone_holds_no_scan_up(start_assets, root):
    assets = await start_assets(quiet_seconds="0.3")
    stopped = Event()

    def keep_touching() -> None:
        while not stopped.wait(0.02):
            (root / "day 1" / "a.png").touch()

    writer = Thread(target=keep_touching)
    writer.start()
    try:
        name = await assets.add_library(root)
        scan = await assets.scan(name)
        outcomes = (await assets.client.get(f"/api/v1/scans/{scan['id']}/outcomes")).json()
    finally:
        stopped.set()
        writer.join()
    changing = [item["path"] for item in outcomes["items"] if item["reason"] == "changing"]
    assert changing == ["day 1/a.png"]
    await assets.scan(name)
    await assets.idle()
    assert len(await assets.facts("asset.processed")) == 3


async def test_links_and_hidden_files_are_passed_over(assets, root, tmp_path):
    outside = write(tmp_path / "outside" / "secret.png", stills.png(50, (96, 64)))
    (root / "link.png").symlink_to(outside)
    (root / "linked").symlink_to(outside.parent, target_is_directory=True)
    write(root / ".cache" / "hidden.png", stills.png(51, (96, 64)))
    await assets.scan(await assets.add_library(root))
    await assets.idle()
    assert len(await assets.facts("asset.discovered")) == 3


async def test_originals_are_never_changed(assets, root):
    before = {path: path.read_bytes() for path in root.rglob("*.*")}
    times = {path: path.stat().st_mtime_ns for path in before}
    await assets.scan(await assets.add_library(root))
    await assets.idle()
    assert {path: path.read_bytes() for path in root.rglob("*.*")} == before
    assert {path: path.stat().st_mtime_ns for path in before} == times
