"""What real generators wrote is known, found and counted through the whole platform."""

import asyncio
from collections import Counter

import pytest

from alice_contracts.identity import asset_id_of
from alice_core.testing import eventually

pytestmark = pytest.mark.real_files

FAMILIES = {"A1111", "Forge", "Forge Classic", "Forge Neo", "reForge", "ComfyUI"}
MISCOPIED = "comfyui_rgthree_context.png"
"""Its index repeats the prompt as the negative one; the graph has another."""

STEALTH_ONLY = "a1111_stealth_alpha_pngcomp.png"
"""Its words lie in pixels alone."""

FIELDS = {
    "expected_prompt": "prompt",
    "expected_negative": "negative_prompt",
    "expected_seed": "seed",
    "expected_steps": "steps",
    "expected_sampler": "sampler",
    "expected_scheduler": "scheduler",
    "expected_cfg": "cfg_scale",
    "expected_model": "model",
    "expected_model_hash": "model_hash",
}
TOP = 3
"""How many values of each facet are asked for."""

NUMBERS = {"seed": int, "steps": int, "cfg_scale": float}


@pytest.fixture(scope="module")
def documents(platform, real_files):
    """The documents of all real files by name, once every service has told what it knows."""
    ids = {asset_id_of(file.path.read_bytes()): file.path.name for file in real_files}
    platform.json("ingest", real_files[0].path.parent)

    def told():
        found = platform.documents()
        named = {ids[asset_id]: found[asset_id] for asset_id in ids}
        assert [name for name, document in named.items() if not is_told(document)] == []
        return named

    return asyncio.run(eventually(told, within=90, every=0.5))


def is_told(document) -> bool:
    return document["generator"] is not None and bool(document["reasons"])


def by_family(real_files):
    return [
        file
        for file in real_files
        if file.expected["generator"] in FAMILIES and file.path.name != STEALTH_ONLY
    ]


def expected(file) -> dict[str, object]:
    """What the index says in the terms of a document; null where the file does not give it."""
    wanted = {field: file.expected[column] or None for column, field in FIELDS.items()}
    for field, kind in NUMBERS.items():
        wanted[field] = wanted[field] and kind(wanted[field])
    if file.path.name == MISCOPIED:
        del wanted["negative_prompt"]
    return {"generator": file.expected["generator"], **wanted}


def test_documents_say_what_the_generators_wrote(documents, real_files):
    for file in by_family(real_files):
        document, wanted = documents[file.path.name], expected(file)
        told = {field: document[field] for field in wanted}
        assert (file.path.name, told) == (file.path.name, wanted)


def test_a_file_that_tells_nothing_is_unknown(documents):
    document = documents["neg_gimp_comment.jpg"]
    assert (document["generator"], document["is_ai"], document["prompt"]) == (
        "unknown",
        "unknown",
        None,
    )


def test_search_finds_them_by_generator_model_prompt_and_seed(platform, documents):
    forge = documents["forge_classic.jpeg"]
    assert forge["asset_id"] in platform.documents("--generator", "Forge Classic")
    assert forge["asset_id"] in platform.documents("--model", forge["model"])
    assert forge["asset_id"] in platform.documents('"hatsune miku" solo')
    assert list(platform.documents("--seed", str(forge["seed"]))) == [forge["asset_id"]]
    assert forge["asset_id"] not in platform.documents('"hatsune miku" -solo')


def test_others_of_a_prompt_are_found(platform, documents):
    duck, other = documents["a1111_old_usercomment_1px.jpg"], documents["a1111_ztxt_after_idat.png"]
    assert duck["prompt"] == other["prompt"]
    assert set(platform.documents("--same-prompt", duck["asset_id"])) == {
        duck["asset_id"],
        other["asset_id"],
    }


def test_facets_count_what_search_finds(platform, documents):
    counted = platform.request("GET", f"/api/v1/assets/facets?top={TOP}").json()
    found = platform.documents()
    for facet in ("generator", "model", "is_ai"):
        values = {item["value"]: item["count"] for item in counted["facets"][facet]}
        told = Counter(document[facet] for document in found.values() if document[facet])
        frequent_first = sorted(told.items(), key=lambda item: (-item[1], item[0]))
        assert list(values.items()) == frequent_first[: len(values)]
        assert len(values) == min(len(told), TOP)
    assert counted["total"] == len(found)


def test_one_call_joins_what_all_services_know(platform, documents):
    document = documents["forge_neo_adetailer.png"]
    view = platform.request("GET", f"/api/v1/assets/{document['asset_id']}").json()
    assert view["unavailable"] == []
    assert view["document"] == document
    assert view["asset"]["mime"] == "image/png"
    assert view["metadata"]["provenance"]["generator"] == "Forge Neo"
    assert view["metadata"]["provenance"]["evidence"]
    assert view["quality"]["judgement"]["stars"] == document["stars"]


def test_raw_blocks_come_back_as_they_lay_there(platform, documents, real_files):
    file = next(f for f in real_files if f.path.name == "forge_neo_adetailer.png")
    url = f"/api/v1/assets/{documents[file.path.name]['asset_id']}"
    blocks = platform.request("GET", url).json()["metadata"]["blocks"]
    number = next(block["number"] for block in blocks if "parameters" in block["place"])
    raw = platform.request("GET", f"{url}/metadata/blocks/{number}").content
    assert raw in file.path.read_bytes()
    assert b"Version: neo-2.28" in raw


@pytest.mark.usefixtures("documents")
async def test_a_rebuild_gives_the_same_documents(platform):
    await eventually(platform.is_at_rest, within=100, every=0.2)
    before = platform.documents()
    rebuilt = platform.json("rebuild")
    assert (rebuilt["state"], rebuilt["waiting_for"]) == ("completed", [])
    assert platform.documents() == before
