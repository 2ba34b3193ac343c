"""Folders that are watched, and folders that are taken in again."""

import shutil

from alice_contracts.identity import asset_id_of
from alice_core.testing import eventually
from alice_samples import stills

WITHIN = 60
"""A bound for what comes by itself; how soon it comes is the benchmarks' matter."""


async def test_a_watched_folder_is_followed(platform, folder):
    contents = [stills.png(seed) for seed in (301, 302, 303)]
    first, second, third = map(asset_id_of, contents)
    (folder / "first.png").write_bytes(contents[0])
    (folder / "second.png").write_bytes(contents[1])
    added = platform.json("library", "add", folder, "--name", folder.name)
    assert added["path"] == str(folder)

    def paths():
        found = platform.documents("--library", folder.name)
        assert all(document["state"] == "processed" for document in found.values())
        return {
            asset_id: sorted(location["path"] for location in document["locations"])
            for asset_id, document in found.items()
        }

    async def become(expected):
        await eventually(lambda: paths() == expected, within=WITHIN)

    await become({first: ["first.png"], second: ["second.png"]})
    (folder / "third.png").write_bytes(contents[2])
    await become({first: ["first.png"], second: ["second.png"], third: ["third.png"]})
    (folder / "best").mkdir()
    (folder / "first.png").rename(folder / "best" / "one.png")
    await become({first: ["best/one.png"], second: ["second.png"], third: ["third.png"]})
    shutil.copy(folder / "third.png", folder / "best" / "copy.png")
    await become(
        {first: ["best/one.png"], second: ["second.png"], third: ["best/copy.png", "third.png"]}
    )
    (folder / "second.png").unlink()
    await become({first: ["best/one.png"], third: ["best/copy.png", "third.png"]})
    assert platform.documents()[second]["locations"] == []
    content = platform.request("GET", f"/api/v1/assets/{second}/content")
    assert content.status_code == 409


def test_what_was_taken_in_is_not_sent_again(platform, folder):
    for seed in range(311, 315):
        (folder / f"{seed}.png").write_bytes(stills.png(seed))
    first = platform.json("ingest", folder)
    sent = platform.requests("PUT", "/api/v1/uploads/{asset_id}")
    again = platform.json("ingest", folder)
    assert (first["new"], first["known"], first["waiting"]) == (4, 0, 0)
    assert (again["new"], again["known"], again["waiting"]) == (0, 4, 0)
    assert platform.requests("PUT", "/api/v1/uploads/{asset_id}") == sent > 0


def test_a_folder_inside_a_library_is_scanned_where_it_lies(platform, folder):
    (folder / "day 1").mkdir()
    (folder / "day 1" / "a.png").write_bytes(stills.png(321))
    platform.json("library", "add", folder, "--name", folder.name, "--watch", "off")
    sent = platform.requests("PUT", "/api/v1/uploads/{asset_id}")
    platform.json("ingest", folder / "day 1")
    assert asset_id_of(stills.png(321)) in platform.documents("--library", folder.name)
    again = platform.json("ingest", folder)
    assert (again["unchanged"], again["new"], again["waiting"]) == (1, 0, 0)
    assert platform.requests("PUT", "/api/v1/uploads/{asset_id}") == sent
