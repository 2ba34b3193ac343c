"""Bad files: each is named with its reason, and the rest goes in."""

import json
import os
import threading
from pathlib import Path

import pytest

from alice_contracts.identity import asset_id_of
from alice_core.testing import eventually
from alice_samples import hostile, stills
from alice_samples.sets import small

BATCH = 200
"""How many files the command offers at once."""

BAD = {
    "empty.png": (hostile.EMPTY, {"empty"}),
    "truncated.png": (hostile.truncated(stills.png(201)), {"truncated"}),
    "half written.png": (hostile.half_written(stills.png(202)), {"truncated", "corrupt"}),
    "noise.jpg": (hostile.garbage(203), {"unknown_type"}),
    "huge.png": (hostile.huge_png(), {"too_many_pixels"}),
    "bomb of pixels.png": (hostile.idat_bomb(), {"bomb"}),
    "bomb of text.png": (hostile.ztxt_bomb(), {"bomb"}),
    "bomb of colours.png": (hostile.iccp_bomb(), {"bomb"}),
}


@pytest.fixture
def bad_files(folder):
    """The bad files, good ones around them, a mislabelled one, and a pipe called a picture."""
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    for number, name in enumerate(("a first.png", "z last.png"), start=211):
        (folder / name).write_bytes(stills.png(number))
    name, content = hostile.mislabelled(213)
    (folder / name).write_bytes(content)
    os.mkfifo(folder / "pipe.png")
    return folder


def test_each_is_reported_with_path_and_reason_and_the_rest_goes_in(platform, bad_files):
    report = platform.json("ingest", bad_files)
    assert_each_is_refused(report, bad_files)
    assert (report["new"], report["ignored"], report["waiting"]) == (3, 1, 0)
    assert_the_good_are_found(platform)


async def test_a_library_takes_the_rest_and_reports_each(platform, bad_files):
    platform.json("library", "add", bad_files, "--name", bad_files.name, "--watch", "off")
    report = platform.json("ingest", bad_files)
    again = platform.json("ingest", bad_files)
    assert report["waiting"] == again["waiting"] == 0
    assert {Path(refused["path"]).name for refused in report["rejected"]} <= set(BAD)
    assert_the_good_are_found(platform)


def assert_each_is_refused(report, folder) -> None:
    refused = {refusal["path"]: refusal for refusal in report["rejected"]}
    assert set(refused) == {str(folder / name) for name in BAD}
    for name, (_, reasons) in BAD.items():
        assert refused[str(folder / name)]["reason"] in reasons
        assert refused[str(folder / name)]["detail"]


def assert_the_good_are_found(platform) -> None:
    documents = platform.documents()
    for content in (stills.png(211), stills.png(212), hostile.mislabelled(213)[1]):
        document = documents[asset_id_of(content)]
        assert (document["state"], document["mime"]) == ("processed", "image/png")


def test_a_file_that_is_still_written_is_reported(platform, folder):
    (folder / "done.png").write_bytes(stills.png(221))
    growing = folder / "growing.png"
    growing.write_bytes(stills.png(222))
    ended = threading.Event()
    writer = threading.Thread(target=grow, args=(growing, ended))
    writer.start()
    try:
        report = platform.json("ingest", folder)
    finally:
        ended.set()
        writer.join()
    assert [(item["path"], item["reason"]) for item in report["rejected"]] == [
        (str(growing), "changing")
    ]
    assert report["new"] == 1


def grow(path, ended: threading.Event) -> None:
    with path.open("ab", buffering=0) as file:
        while not ended.wait(0.001):
            file.write(b"\0")


async def test_a_file_that_vanishes_meanwhile_is_reported(platform, folder):
    paths = small(folder, BATCH + 2)
    offers = count_offers(platform)
    ingest = platform.start("ingest", folder, "--json")
    await eventually(lambda: count_offers(platform) > offers)
    paths[-1].unlink()
    out, err = ingest.communicate()
    assert ingest.returncode == 0, err
    report = json.loads(out)
    assert [(item["path"], item["reason"]) for item in report["rejected"]] == [
        (str(paths[-1]), "vanished")
    ]
    assert (report["new"], report["waiting"]) == (BATCH + 1, 0)


def count_offers(platform) -> float:
    return platform.requests("POST", "/api/v1/uploads/offers")
