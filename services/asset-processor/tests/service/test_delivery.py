"""Bytes by hash: ranges, conditions, and never other bytes than those of the id."""

import os
from pathlib import Path

import pytest

from alice_contracts.identity import asset_id_of
from alice_samples import stills
from asset_processor.assets.delivery import Deliveries


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "pictures"
    root.mkdir()
    (root / "a.png").write_bytes(stills.png(1, (400, 300)))
    return root


@pytest.fixture
async def original(assets, root):
    """The content and the address of an asset that lies in a library."""
    content = (root / "a.png").read_bytes()
    await assets.scan(await assets.add_library(root))
    await assets.idle()
    return content, f"/api/v1/assets/{asset_id_of(content)}/content"


async def test_the_original_comes_untouched(assets, original):
    content, address = original
    answer = await assets.client.get(address)
    assert answer.content == content
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["etag"] == f'"{asset_id_of(content)}"'
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-50", -50, None)],
)
async def test_a_range_comes_alone(assets, original, header, start, end):
    content, address = original
    answer = await assets.client.get(address, headers={"Range": header})
    assert (answer.status_code, answer.content) == (206, content[start:end])


async def test_a_range_behind_the_end_is_refused(assets, original):
    content, address = original
    answer = await assets.client.get(address, headers={"Range": f"bytes={len(content)}-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(content)}"


async def test_whoever_has_it_gets_nothing_new(assets, original):
    content, address = original
    etag = f'"{asset_id_of(content)}"'
    answer = await assets.client.get(address, headers={"If-None-Match": f'"other", {etag}'})
    assert (answer.status_code, answer.content) == (304, b"")


async def test_head_tells_without_sending(assets, original):
    content, address = original
    answer = await assets.client.head(address)
    assert (answer.content, answer.headers["content-length"]) == (b"", str(len(content)))


async def test_renditions_fit_their_edge(assets, original):
    content, _ = original
    answer = await assets.client.get(f"/api/v1/assets/{asset_id_of(content)}/renditions/256")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/")


async def test_a_lost_rendition_is_made_again(assets, original):
    content, _ = original
    address = f"/api/v1/assets/{asset_id_of(content)}/renditions/256"
    for path in assets.blobs.rglob("*-256"):
        path.unlink()
    lost = await assets.client.get(address)
    await assets.idle()
    assert (lost.status_code, (await assets.client.get(address)).status_code) == (503, 200)


async def test_a_changed_file_is_a_conflict_and_is_scanned(assets, original, root):
    _, address = original
    changed = stills.png(2, (400, 300))
    (root / "a.png").write_bytes(changed)
    answer = await assets.client.get(address)
    await assets.idle()
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("original-changed")
    assert (await assets.get(asset_id_of(changed)))["state"] == "processed"


async def test_a_second_place_serves_when_the_first_has_changed(assets, root):
    content = (root / "a.png").read_bytes()
    (root / "copy.png").write_bytes(content)
    await assets.scan(await assets.add_library(root))
    await assets.idle()
    os.utime(root / "a.png", (1, 1))
    answer = await assets.client.get(f"/api/v1/assets/{asset_id_of(content)}/content")
    assert (answer.status_code, answer.content) == (200, content)


async def test_an_original_that_was_looked_up_is_not_looked_up_again(assets, original, monkeypatch):
    content, address = original
    looked_up = []
    find = Deliveries._find

    async def counted(self, asset_id):
        looked_up.append(asset_id)
        return await find(self, asset_id)

    monkeypatch.setattr(Deliveries, "_find", counted)
    for _ in range(3):
        assert (await assets.client.get(address)).content == content
    assert len(looked_up) == 1


async def test_a_copy_stands_in_for_an_original_that_went_after_it_was_looked_up(
    assets, original, root
):
    content, address = original
    assert (await assets.client.get(address)).content == content
    (root / "copy.png").write_bytes(content)
    await assets.scan(root.name)
    (root / "a.png").unlink()
    assert (await assets.client.get(address)).content == content
