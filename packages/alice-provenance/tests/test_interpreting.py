"""Findings are ordered by the ladder, then by the registry; nothing is mixed or lost."""

import pickle

import pytest

from alice_contracts.provenance import (
    UNKNOWN,
    Evidence,
    EvidenceKind,
    Generation,
    IsAi,
    Lora,
    Provenance,
    Subject,
)
from alice_provenance import interpreting
from alice_provenance.blocks import Block
from alice_provenance.finding import Finding
from alice_provenance.interpreting import interpret
from alice_provenance.tags import tags_of
from alice_samples.prompts import a1111_text, comfyui_text, make_prompt


def evidence(kind: EvidenceKind, claim: str, confidence: float, about=Subject.GENERATOR):
    return Evidence(about=about, claim=claim, kind=kind, place="PNG", confidence=confidence)


def finding(generator: str, kind: EvidenceKind, confidence: float = 0.5, **rest):
    return Finding(generator=generator, evidence=(evidence(kind, generator, confidence),), **rest)


@pytest.fixture
def readers(monkeypatch):
    """Readers that find what they are given, in the order of the registry."""

    def register(*findings: Finding) -> None:
        found = [lambda _blocks, each=each: iter([each]) for each in findings]
        monkeypatch.setattr(interpreting, "READERS", tuple(found))

    return register


def test_nothing_that_tells_is_unknown():
    assert interpret([]).provenance == Provenance()
    prose = Block("PNG tEXt parameters", "parameters", b"hello", "hello")
    assert interpret([prose]).provenance == Provenance()


def test_the_ladder_counts_before_the_registry(readers):
    readers(
        finding("by name", EvidenceKind.FILE_NAME, 1.0),
        finding("by label", EvidenceKind.LABEL, 0.9),
        finding("by text", EvidenceKind.GENERATION_METADATA, 0.6),
        finding("by manifest", EvidenceKind.SIGNED_MANIFEST, 0.7, is_ai=IsAi.EDIT),
    )
    provenance = interpret([]).provenance
    assert (provenance.generator, provenance.is_ai, provenance.confidence) == (
        *("by manifest", IsAi.EDIT, 0.7),
    )
    assert [each.claim for each in provenance.evidence] == [
        *("by manifest", "by text", "by label", "by name"),
    ]


def test_of_equal_evidence_the_first_reader_counts(readers):
    graph = finding("ComfyUI", EvidenceKind.GENERATION_METADATA, 0.5)
    text = finding("A1111", EvidenceKind.GENERATION_METADATA, 0.9, tool_version="v1")
    readers(graph, text)
    provenance = interpret([]).provenance
    assert (provenance.generator, provenance.tool_version, provenance.confidence) == (
        *("ComfyUI", None, 0.5),
    )
    assert [each.claim for each in provenance.evidence] == ["ComfyUI", "A1111"]


def test_a_graph_outweighs_the_text_that_a_node_wrote_beside_it():
    size, graph, other = (64, 64), make_prompt(1), make_prompt(2)
    texts = a1111_text(other, size) | comfyui_text(graph, size)
    blocks = [Block(f"PNG tEXt {key}", key, b"", text) for key, text in texts.items()]
    provenance = interpret(blocks).provenance
    assert (provenance.generator, provenance.generation.prompt) == ("ComfyUI", graph.positive)
    assert {"A1111", "ComfyUI"} <= {each.claim for each in provenance.evidence}


def test_a_generator_counts_before_none(readers):
    nobody = Finding(
        generator=UNKNOWN,
        evidence=(evidence(EvidenceKind.GENERATION_METADATA, "yes", 0.9, Subject.IS_AI),),
    )
    readers(nobody, finding("by label", EvidenceKind.LABEL))
    assert interpret([]).provenance.generator == "by label"
    readers(nobody)
    assert interpret([]).provenance.confidence == 0.9


def test_parameters_come_from_the_strongest_that_has_any(readers):
    text = Generation(prompt="a cat", seed=1)
    readers(
        finding("signed", EvidenceKind.SIGNED_MANIFEST),
        finding("text", EvidenceKind.GENERATION_METADATA, generation=text),
        finding("label", EvidenceKind.LABEL, generation=Generation(prompt="x", model="y")),
    )
    provenance = interpret([]).provenance
    assert (provenance.generator, provenance.generation) == ("signed", text)


def test_tags_come_from_the_same_parameters(readers):
    first = Generation(prompt="1girl, lighthouse", loras=(Lora(name="fur"),))
    readers(
        finding("first", EvidenceKind.GENERATION_METADATA, generation=first),
        finding("second", EvidenceKind.LABEL, generation=Generation(prompt="castle")),
    )
    provenance = interpret([]).provenance
    assert provenance.tags == tags_of(first, "first")
    assert "lora:fur" in {tag.name for tag in provenance.tags}


def test_problems_of_blocks_and_of_readers_are_told(readers):
    readers(finding("text", EvidenceKind.LABEL, problems=("PNG tEXt x: it is no JSON",)))
    blocks = [Block("PNG", "", b"", problem="it breaks off"), Block("EXIF", "EXIF", b"")]
    assert interpret(blocks).problems == ("PNG: it breaks off", "PNG tEXt x: it is no JSON")


def test_what_is_found_crosses_processes():
    interpretation = interpret([Block("PNG", "", b"", problem="it breaks off")])
    assert pickle.loads(pickle.dumps(interpretation)) == interpretation
