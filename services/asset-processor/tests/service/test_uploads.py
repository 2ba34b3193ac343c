"""Uploads: hash first, bytes only where they are wanted, nothing taken on trust."""

import pytest

from alice_contracts.identity import asset_id_of
from alice_samples import stills

WHEN = "2026-11-01T12:00:00Z"
PICTURE = stills.png(1, (96, 64))


def offered(content: bytes, path: str = "day/a.png") -> dict[str, str]:
    return {"asset_id": asset_id_of(content), "path": path, "modified_at": WHEN}


async def offer(assets, *files):
    return (await assets.client.post("/api/v1/uploads/offers", json={"files": files})).json()


async def put(assets, content: bytes, asset_id: str | None = None, path: str = "day/a.png"):
    return await assets.client.put(
        f"/api/v1/uploads/{asset_id or asset_id_of(content)}",
        params={"path": path, "modified_at": WHEN},
        content=content,
    )


async def test_what_is_missing_is_wanted_and_what_is_there_is_known(assets):
    assert (await offer(assets, offered(PICTURE)))["missing"] == [asset_id_of(PICTURE)]
    assert (await put(assets, PICTURE)).status_code == 201
    answer = await offer(assets, offered(PICTURE, "elsewhere/b.png"))
    asset = await assets.get(asset_id_of(PICTURE))
    assert answer == {"known": [asset_id_of(PICTURE)], "missing": []}
    assert [place["path"] for place in asset["locations"]] == ["day/a.png", "elsewhere/b.png"]
    assert asset["locations"][0]["modified_at"] == WHEN


async def test_uploading_again_changes_nothing(assets):
    assert (await put(assets, PICTURE)).json()["outcome"] == "new"
    again = await put(assets, PICTURE)
    await assets.idle()
    assert (again.status_code, again.json()["outcome"]) == (200, "known")
    assert len(await assets.facts("asset.discovered")) == 1


async def test_an_upload_is_decoded(assets):
    await put(assets, PICTURE)
    await assets.idle()
    asset = await assets.get(asset_id_of(PICTURE))
    assert (asset["state"], asset["width"], asset["height"]) == ("processed", 96, 64)


@pytest.mark.parametrize(
    ("content", "claimed", "problem"),
    [
        (PICTURE, asset_id_of(b"other"), "hash-mismatch"),
        (b"no picture at all", None, "unknown-type"),
        (b"", None, "unknown-type"),
    ],
)
async def test_other_bytes_than_promised_are_refused_and_not_kept(
    assets, content, claimed, problem
):
    answer = await put(assets, content, claimed)
    assert answer.status_code == 422
    assert answer.json()["type"].endswith(problem)
    assert not [path for path in assets.blobs.rglob("*") if path.is_file()]


@pytest.mark.parametrize("path", ["/etc/passwd", "../up.png", "a/../../b.png"])
async def test_a_path_cannot_leave_its_folder(assets, path):
    answer = await put(assets, PICTURE, path=path)
    assert answer.status_code == 422
    assert repr(path) in answer.json()["detail"]


async def test_a_body_over_the_limit_is_refused(start_assets):
    assets = await start_assets(max_upload_bytes="1000")
    answer = await put(assets, stills.png(1, (640, 480)))
    assert answer.status_code == 413
    assert "1,000 bytes" in answer.json()["detail"]


async def test_a_full_disk_is_said_before_anything_is_taken(start_assets):
    assets = await start_assets(min_free_bytes=str(2**60))
    answer = await put(assets, PICTURE)
    assert answer.status_code == 507
    assert "Nothing was taken" in answer.json()["detail"]
    assert not [path for path in assets.blobs.rglob("*") if path.is_file()]


async def test_without_the_token_nothing_is_answered(assets):
    answer = await assets.client.get("/api/v1/libraries", headers={"Authorization": "Bearer x"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
