"""What is answered of an asset: all of it, and raw blocks as downloads."""

import pytest

from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.identity import asset_id_of
from alice_contracts.provenance import Provenance
from alice_core.database import QueryCounter
from alice_provenance.blocks import Block
from metadata_extractor import repository
from metadata_extractor.extraction import extraction
from metadata_extractor.records import MetadataRecords

GRAPH = b'{"3": {"class_type": "KSampler", "inputs": {"seed": 7}}}'
SCRIPT = b"<script>alert(1)</script>"
ASSET = asset_id_of(b"a picture")
UNKNOWN = asset_id_of(b"")


def block(key: str, data: bytes, media_type: str) -> Block:
    return Block(place=f"PNG tEXt {key}", key=key, data=data, media_type=media_type)


async def store(database, asset_id: str, blocks) -> None:
    whole = MetadataExtracted(extractor="reader/1", provenance=Provenance(), problems=("odd",))
    async with database.transaction() as session:
        await repository.write(session, asset_id, extraction(whole, blocks))


@pytest.fixture
async def asset_id(database):
    """A picture with a graph, and a page under a name that wants to leave its folder."""
    graph = block("prompt", GRAPH, "application/json")
    await store(database, ASSET, [graph, block("../<b>", SCRIPT, "text/html")])
    return ASSET


async def test_everything_is_answered(metadata, asset_id):
    found = await metadata.get(asset_id)
    assert (found["asset_id"], found["revision"]) == (asset_id, 1)
    assert [(block["number"], block["size"]) for block in found["blocks"]] == [
        (0, len(GRAPH)),
        (1, len(SCRIPT)),
    ]
    assert found["problems"] == ["odd"]
    assert found["blocks"][0]["place"] == "PNG tEXt prompt"


async def test_a_block_is_a_download(metadata, asset_id):
    answer = await metadata.client.get(f"/metadata/{asset_id}/blocks/0")
    assert answer.content == GRAPH
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''prompt.json"
    assert answer.headers["content-security-policy"] == "sandbox"


async def test_nothing_in_a_block_is_run_or_leaves_its_folder(metadata, asset_id):
    answer = await metadata.client.get(f"/metadata/{asset_id}/blocks/1")
    assert answer.content == SCRIPT
    assert answer.headers["content-type"] == "application/octet-stream"
    name = answer.headers["content-disposition"].partition("''")[2]
    assert name == "..%2F%3Cb%3E.bin"


async def test_whoever_has_a_block_gets_nothing_new(metadata, asset_id):
    address = f"/metadata/{asset_id}/blocks/0"
    etag = (await metadata.client.get(address)).headers["etag"]
    again = await metadata.client.get(address, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/metadata/{UNKNOWN}", 404),
        (f"/metadata/{UNKNOWN}/blocks/0", 404),
        ("/metadata/sha256:12", 422),
        (f"/metadata/{UNKNOWN}/blocks/{2**31}", 422),
        (f"/metadata/{UNKNOWN}/blocks/-1", 422),
    ],
)
async def test_what_is_not_there_is_a_problem(metadata, path, status):
    answer = await metadata.client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert "alice status" in answer.text or status == 422 or "lists the blocks" in answer.text


async def test_queries_do_not_grow_with_the_blocks(metadata, database, asset_id):
    larger = asset_id_of(b"another")
    await store(database, larger, [block(f"{n}", b"text", "text/plain") for n in range(300)])
    records = MetadataRecords(database)
    counts = []
    for each, number in ((asset_id, 1), (larger, 299)):
        counter = QueryCounter(database)
        await records.get(each)
        await records.block(each, number)
        counts.append(len(counter.statements))
    assert counts == [3, 3]


async def test_a_thousand_blocks_are_written_in_one_statement(database):
    counter = QueryCounter(database)
    await store(database, ASSET, [block(f"{n}", b"text", "text/plain") for n in range(1000)])
    assert len(counter.statements) == 2
