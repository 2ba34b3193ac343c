"""Which folders may be libraries, and how they come and go."""

import pytest

from alice_contracts.identity import asset_id_of
from alice_samples import stills


async def refusal(assets, path, **options):
    answer = await assets.client.post("/api/v1/libraries", json={"path": str(path), **options})
    return answer.status_code, answer.json()["detail"]


async def test_a_folder_must_be_there_and_absolute(assets, tmp_path):
    assert (await refusal(assets, "pictures"))[0] == 422
    status, detail = await refusal(assets, tmp_path / "nowhere")
    assert status == 422
    assert str(tmp_path / "nowhere") in detail


@pytest.mark.parametrize("other", [".", "inside", ".."])
async def test_libraries_do_not_overlap(assets, tmp_path, other):
    root = tmp_path / "outer" / "root"
    (root / "inside").mkdir(parents=True)
    await assets.add_library(root, name="first")
    status, detail = await refusal(assets, root / other, name="second")
    assert status == 409
    assert "'first'" in detail


async def test_the_platforms_own_data_is_no_library(assets):
    status, detail = await refusal(assets, assets.blobs)
    assert status == 422
    assert "own data" in detail


async def test_a_misspelt_field_is_named(assets, tmp_path):
    status, detail = await refusal(assets, tmp_path, wacth="off")
    assert status == 422
    assert "wacth" in detail


async def test_a_removed_library_leaves_files_and_assets(assets, tmp_path):
    root = tmp_path / "pictures"
    root.mkdir()
    (root / "a.png").write_bytes(stills.png(1, (96, 64)))
    (root / "empty.png").write_bytes(b"")
    name = await assets.add_library(root)
    await assets.scan(name)
    await assets.idle()
    assert (await assets.client.delete(f"/api/v1/libraries/{name}")).status_code == 204
    asset = await assets.get(asset_id_of((root / "a.png").read_bytes()))
    assert (asset["state"], asset["locations"]) == ("processed", [])
    assert (await assets.client.get("/api/v1/libraries")).json() == []
