"""Files as real generators wrote them, through the whole service."""

import io

import pytest

from alice_provenance.collecting import collect


@pytest.mark.real_files
async def test_every_real_file_is_told_and_its_blocks_are_kept(metadata, originals, real_files):
    contents = {originals.add(content): content for content in map(read, real_files)}
    await metadata.discover(*contents)
    facts = await metadata.said(len(contents))
    assert {fact.subject for fact in facts} == set(contents)
    assert [f.data["problems"] for f in facts if "not interpreted" in str(f.data["problems"])] == []
    for asset_id, content in contents.items():
        blocks = collect(io.BytesIO(content), len(content)).blocks
        assert [block["place"] for block in (await metadata.get(asset_id))["blocks"]] == [
            block.place for block in blocks
        ]
        for number, block in enumerate(blocks):
            answer = await metadata.client.get(f"/metadata/{asset_id}/blocks/{number}")
            assert answer.content == block.data


@pytest.mark.real_files
async def test_a_real_picture_costs_at_most_two_requests(metadata, originals, real_files):
    contents = [read(file) for file in real_files if file.container in {"png", "jpeg"}]
    asset_ids = {originals.add(content) for content in contents if metadata_bytes(content) < 2**15}
    await metadata.discover(*asset_ids)
    await metadata.said(len(asset_ids))
    assert max(originals.requests[asset_id] for asset_id in asset_ids) <= 2


def metadata_bytes(content: bytes) -> int:
    return sum(len(block.data) for block in collect(io.BytesIO(content), len(content)).blocks)


def read(file) -> bytes:
    return file.path.read_bytes()
