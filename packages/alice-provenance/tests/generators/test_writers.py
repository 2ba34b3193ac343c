"""Who of the family wrote a text, and how sure that is."""

import pytest

from alice_contracts.provenance import UNKNOWN, EvidenceKind, IsAi
from alice_provenance.blocks import Block
from alice_provenance.generators.a1111.settings import parse_settings
from alice_provenance.generators.a1111.writers import BY_HABIT, NAMED, writer_of
from alice_provenance.interpreting import interpret

LINE = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model hash: 7460a6fa"


def block(text: str, key: str = "parameters", place: str = "PNG tEXt parameters") -> Block:
    return Block(place, key, text.encode(), text)


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ("v1.10.1", "A1111"),
        ("v1.9.4-169-ga30b19dd", "A1111"),
        ("1.6.0", "A1111"),
        ("f0.0.17v1.8.0rc-latest-276-g29be1da7", "Forge"),
        ("f2.0.1v1.10.1-previous-669-gdfdcbab6", "Forge"),
        ("f1.0.0v2-v1.10.1RC-latest-2498-g5120e679", "reForge"),
        ("f1.0.0-v1.10.1RC-latest-2190-gabcdef01", "EasyReforge"),
        ("classic", "Forge Classic"),
        ("classic-2.0", "Forge Classic"),
        ("neo", "Forge Neo"),
        ("neo-2.28", "Forge Neo"),
        ("Fooocus v2.4.3", "Fooocus"),
    ],
)
def test_the_version_names_the_writer(version, name):
    writer = writer_of(parse_settings(f"{LINE}, ADetailer version: 24.1, Version: {version}"))
    assert (writer.name, writer.version, writer.confidence) == (name, version, NAMED)
    assert writer.said == f"Version: {version}"


@pytest.mark.parametrize(
    ("settings", "name", "version", "confidence"),
    [
        ("App: SD.Next, Version: 56a8aea, Pipeline: X", "SD.Next", "56a8aea", NAMED),
        ("Parser: Full, Version: 3a6f8ad, Operations: txt2img", "SD.Next", "3a6f8ad", BY_HABIT),
        ("Civitai resources: []", "Civitai", None, NAMED),
        ("Civitai resources: [], Version: v1.9", "A1111", "v1.9", NAMED),
        ("Version: ComfyUI", "ComfyUI", None, NAMED),
        ("Denoising strength: 0.7", "A1111", None, BY_HABIT),
    ],
)
def test_other_marks_of_a_writer(settings, name, version, confidence):
    writer = writer_of(parse_settings(f"{LINE}, {settings}"))
    assert (writer.name, writer.version, writer.confidence) == (name, version, confidence)


@pytest.mark.parametrize(
    "text",
    [
        f"{LINE}, Version: Some Tool 3",
        f"{LINE}, App: Another",
        LINE.replace("7460a6fa", "unknown"),
        LINE.replace("Euler a", "euler_ancestral"),
        LINE.replace("CFG scale: 7, ", ""),
    ],
)
def test_whoever_cannot_be_told_is_unknown_but_it_is_ai(text):
    provenance = interpret([block(f"a cat\n{text}")]).provenance
    assert (provenance.generator, provenance.is_ai) == (UNKNOWN, IsAi.YES)
    assert (provenance.confidence, provenance.generation.prompt) == (0.95, "a cat")
    assert {evidence.about.value for evidence in provenance.evidence} == {"is_ai"}


def test_each_claim_has_its_evidence():
    text = f"a cat\n{LINE}, Model: cats_v1, Note: {'x' * 200}, Version: neo-2.28"
    evidence = interpret([block(text)]).provenance.evidence
    assert [(each.about.value, each.claim, each.excerpt) for each in evidence] == [
        ("generator", "Forge Neo", "Version: neo-2.28"),
        ("tool_version", "neo-2.28", "Version: neo-2.28"),
        ("model", "cats_v1", "Model: cats_v1"),
        ("is_ai", "yes", text.removeprefix("a cat\n")[:120]),
    ]
    assert {each.kind for each in evidence} == {EvidenceKind.GENERATION_METADATA}
    assert {each.place for each in evidence} == {"PNG tEXt parameters"}


def test_civitai_names_its_model_without_saying_what_was_loaded():
    resources = '[{"type":"checkpoint","modelName":"WAI","modelVersionName":"v16"}]'
    provenance = interpret([block(f"{LINE}, Civitai resources: {resources}")]).provenance
    assert [each.claim for each in provenance.evidence] == ["Civitai", "WAI v16", "yes"]
    assert provenance.generation.model is None


ARTIST = block("ai", "Artist", "EXIF IFD0.Artist")
JOB = block("56c0ca36-7be1-4bce-a593-949f3ae4322e", "Software", "EXIF IFD0.Software")


def test_a_job_of_civitai_is_a_label():
    provenance = interpret([JOB, ARTIST]).provenance
    assert (provenance.generator, provenance.confidence) == ("Civitai", 0.8)
    assert {evidence.kind for evidence in provenance.evidence} == {EvidenceKind.LABEL}
    assert interpret([JOB]).provenance.generator == UNKNOWN
    assert interpret([block("GIMP 2.10", "Software"), ARTIST]).provenance.generator == UNKNOWN
    assert interpret([ARTIST]).provenance.generator == UNKNOWN


def test_what_a_text_says_outweighs_a_label():
    provenance = interpret([JOB, ARTIST, block(f"{LINE}, Version: v1.9")]).provenance
    assert provenance.generator == "A1111"
    assert [each.claim for each in provenance.evidence if each.about == "generator"] == [
        *("A1111", "Civitai"),
    ]


def test_stability_matrix_is_told_by_its_project():
    project = block('{"Version": 2}', "smproj", "PNG tEXt smproj")
    provenance = interpret([block(f"a cat\n{LINE}"), project]).provenance
    assert (provenance.generator, provenance.generation.prompt) == ("Stability Matrix", "a cat")
    assert interpret([project]).provenance.generator == UNKNOWN
