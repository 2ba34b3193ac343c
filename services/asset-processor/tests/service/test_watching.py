"""A watched library: what is put there is found, moved and lost by itself."""

from pathlib import Path

import pytest

from alice_contracts.identity import asset_id_of
from alice_core.testing import eventually
from alice_samples import hostile, stills


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "pictures"
    root.mkdir()
    return root


@pytest.fixture
async def watched(start_assets, root):
    """The service with one watched library whose first scan is over."""
    assets = await start_assets(quiet_seconds="0.3")
    name = await assets.add_library(root, watch="events")
    await assets.scan(name)
    await assets.idle()
    return assets


async def locations(assets, content: bytes) -> list[str]:
    asset = await assets.get(asset_id_of(content))
    return [place["path"] for place in asset.get("locations", [])]


async def test_a_new_file_is_taken_in(watched, root):
    content = stills.png(1, (96, 64))

    async def appears():
        (root / "a.png").write_bytes(content) if not (root / "a.png").exists() else None
        return await locations(watched, content) == ["a.png"]

    await eventually(appears, within=20)


async def test_a_half_written_file_is_taken_when_it_is_whole(watched, root):
    content = stills.png(2, (96, 64))
    with (root / "slow.png").open("wb") as file:
        file.write(hostile.half_written(content)[: len(content) // 2])
        file.flush()
        file.seek(0)
        file.write(content)

    async def whole():
        return await locations(watched, content) == ["slow.png"]

    await eventually(whole, within=20)
    await watched.idle()
    assert not await watched.facts("asset.rejected")


async def test_a_moved_folder_takes_its_files_along(watched, root):
    content = stills.png(3, (96, 64))
    (root / "old").mkdir()
    (root / "old" / "a.png").write_bytes(content)

    async def at(path):
        return await locations(watched, content) == [path]

    await eventually(lambda: at("old/a.png"), within=20)
    (root / "old").rename(root / "new")
    await eventually(lambda: at("new/a.png"), within=20)


async def test_a_deleted_file_loses_its_location(watched, root):
    content = stills.png(4, (96, 64))
    (root / "a.png").write_bytes(content)

    async def at(*paths):
        return await locations(watched, content) == list(paths)

    await eventually(lambda: at("a.png"), within=20)
    (root / "a.png").unlink()
    await eventually(at, within=20)
    assert (await watched.get(asset_id_of(content)))["asset_id"] == asset_id_of(content)
