"""`alice show`: one asset in full."""

import pytest

from alice_contracts.identity import asset_id_of

NOW = "2026-01-02T03:04:05Z"
METADATA = {
    "revision": 1,
    "extractor": "1",
    "extracted_at": NOW,
    "provenance": {
        "generator": "invokeai",
        "is_ai": "yes",
        "confidence": 0.9,
        "evidence": [
            {
                "about": "is_ai",
                "claim": "yes",
                "kind": "generation_metadata",
                "place": "PNG iTXt invokeai_metadata",
                "confidence": 0.9,
                "excerpt": "{",
            }
        ],
        "generation": {"prompt": "a \x1b[2Jcastle\nby the sea"},
        "tags": [],
    },
    "blocks": [
        {
            "number": 0,
            "place": "PNG iTXt invokeai_metadata",
            "media_type": "application/json",
            "size": 812,
            "problem": None,
        },
        {
            "number": 1,
            "place": "PNG zTXt Comment",
            "media_type": "text/plain",
            "size": 0,
            "problem": "inflates to more than 16 MiB",
        },
    ],
    "problems": ["PNG zTXt Comment: inflates to more than 16 MiB", "EXIF: broken \x1b[2J"],
}
UNSURE = {"stars": None, "score": None, "measures": {}}
QUALITY = {
    "revision": 1,
    "assessor": "1",
    "assessed_at": NOW,
    "assessments": 2,
    "judgement": UNSURE
    | {"reasons": [{"code": "small", "verdict": "note", "text": "It is too small to judge."}]},
}


@pytest.fixture
def shown(alice, three):
    """Each line that is shown for people, as its words."""

    def show(asset=three[0]):
        return [" ".join(line.split()) for line in alice("show", asset).out.splitlines()]

    return show


def test_an_id_with_and_without_its_prefix(alice, three):
    for text in (three[0], three[0].removeprefix("sha256:")):
        assert alice("show", text, "--json").json["asset_id"] == three[0]


@pytest.mark.usefixtures("three")
def test_a_file_stands_for_its_content(alice, tmp_path):
    (tmp_path / "copy.png").write_bytes(b"picture 1")
    shown = alice("show", tmp_path / "copy.png", "--json").json
    assert shown["asset_id"] == asset_id_of(b"picture 1")


def test_what_search_has_heard_is_told(shown, platform, told):
    lines = shown()
    for line in (
        f"ID {told.removeprefix('sha256:')}",
        f"Locations uploaded: {platform.names[told][0]}",
        "Generator ComfyUI 0.3.1 (95% sure)",
        "Made by AI yes",
        "Model sd_xl_base_1.0 [31e35c80fc]",
        "LoRAs mist × 0.5",
        "oil",
        f"Seed {2**64 - 1}",
        "Steps 30",
        "Sampler euler",
        "Scheduler karras",
        "CFG scale 7",
        "Prompt a red castle",
        "on a hill",
        "Negative blurry",
        "Tags style:oil",
        "Stars ★★★★☆ 72 of 100",
        "Because + It is sharp.",
        "− It is rather dark.",
    ):
        assert line in lines


@pytest.mark.usefixtures("told")
def test_what_the_owners_know_comes_first_and_with_its_evidence(shown, platform, three):
    platform.parts = {
        "metadata": METADATA | {"asset_id": three[0]},
        "quality": QUALITY | {"asset_id": three[0]},
    }
    lines = shown()
    for line in (
        "Generator invokeai (90% sure)",
        "Prompt a \\x1b[2Jcastle",
        "by the sea",
        "Stars none",
        "Because · It is too small to judge.",
        "Raw blocks 0: PNG iTXt invokeai_metadata, application/json, 812 bytes",
        "1: PNG zTXt Comment, text/plain, 0 bytes",
        "Problems PNG zTXt Comment: inflates to more than 16 MiB",
        "EXIF: broken \\x1b[2J",
    ):
        assert line in lines
    [evidence] = [line for line in lines if line.startswith("made by AI: yes")]
    assert "PNG iTXt invokeai_metadata" in evidence
    assert not [line for line in lines if "ComfyUI" in line]


def test_what_nobody_has_told_yet_is_left_out(shown):
    names = {line.split(" ")[0] for line in shown()}
    assert names.isdisjoint({"Generator", "Stars", "Prompt", "Raw"})


def test_all_who_did_not_answer_are_named(shown, platform):
    platform.parts = {"unavailable": ["metadata", "quality"]}
    lines = shown()
    assert "Missing no answer from metadata" in lines
    assert "no answer from quality" in lines


def test_what_is_not_here_is_a_failure(alice):
    ended = alice("show", "0" * 64, "--json")
    assert (ended.code, ended.out) == (1, "")
    assert "not here" in ended.err


def test_what_is_no_id_is_a_usage_error(alice):
    assert alice("show", "cat").code == 2
