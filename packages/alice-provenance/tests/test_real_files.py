"""Files by real generators: all that the index says of the A1111 family, and no false claim."""

import pickle

import pytest

from alice_contracts.provenance import UNKNOWN, EvidenceKind, IsAi
from alice_provenance.collecting import collect
from alice_provenance.interpreting import interpret

pytestmark = pytest.mark.real_files

FAMILY = ("A1111", "Civitai", "EasyReforge", "Forge", "reForge", "SD.Next")
PLACES = ("PNG tEXt ", "PNG iTXt ", "PNG zTXt ", "EXIF ", "PNG caBX", "JPEG APP11", "JPEG COM")


@pytest.fixture
def contents(real_file):
    with real_file.path.open("rb") as file:
        return collect(file, real_file.path.stat().st_size)


def test_size_and_type(real_file, contents):
    assert contents.media_type is not None
    container = contents.media_type.mime.partition("/")[2]
    assert real_file.container in (container, "bmff:isom")
    if real_file.size:
        assert (contents.width, contents.height) == real_file.size


def test_every_place_of_the_index_is_a_block(real_file, contents):
    places = {block.place for block in contents.blocks}
    noted = real_file.expected["evidence"].split("; ")
    assert {place for place in noted if place.startswith(PLACES)} <= places
    assert [block for block in contents.blocks if block.problem] == []
    assert pickle.loads(pickle.dumps(contents)) == contents


def test_parameters_of_the_family(real_file, contents):
    expected = real_file.expected
    if not expected["generator"].startswith(FAMILY) or "stealth_alpha" in real_file.path.name:
        return
    provenance = interpret(contents.blocks).provenance
    generation = provenance.generation
    assert (provenance.generator, provenance.is_ai) == (expected["generator"], IsAi.YES)
    assert {
        "prompt": generation.prompt or "",
        "negative": generation.negative_prompt or "",
        "seed": str(generation.seed),
        "steps": str(generation.steps),
        "sampler": generation.sampler,
        "scheduler": generation.scheduler or "",
        "cfg": f"{generation.cfg_scale:g}",
        "model": generation.model or "",
        "model_hash": generation.model_hash or "",
        "version": provenance.tool_version or "",
    } == {
        name.removeprefix("expected_"): value
        for name, value in expected.items()
        if name.startswith("expected_")
    }
    assert all(each.place in expected["evidence"] for each in provenance.evidence)


def test_nobody_is_claimed_wrongly(real_file, contents):
    provenance = interpret(contents.blocks).provenance
    assert provenance.generator in (real_file.expected["generator"], UNKNOWN)
    if real_file.path.name.startswith("neg_"):
        assert (provenance.generator, provenance.is_ai) == (UNKNOWN, IsAi.UNKNOWN)
        assert provenance.evidence == ()
    assert {each.kind for each in provenance.evidence} <= {
        *(EvidenceKind.GENERATION_METADATA, EvidenceKind.LABEL),
    }
