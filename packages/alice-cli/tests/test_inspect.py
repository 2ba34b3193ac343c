"""Files are inspected with nothing running, and what they say is only shown."""

import json
import os

import pytest

from alice_contracts.identity import asset_id_of
from alice_samples import hostile, stills, videos

INFOTEXT = (
    "a cat in a hat,\nsitting <lora:fur:0.8>\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, "
    "Schedule type: Karras, CFG scale: 7, Seed: 9007199254740993, Size: 16x16, Model hash: "
    "7460a6fa, Model: cats_v1, Version: f2.0.1v1.10.1"
)
KEYS = [
    *("file", "asset_id", "media_type", "mime", "width", "height", "duration", "generator"),
    *("is_ai", "confidence", "evidence", "prompt", "negative_prompt", "model", "model_hash"),
    *("seed", "steps", "sampler", "scheduler", "cfg_scale", "loras", "raw_keys", "error"),
]


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "cat.png"
    path.write_bytes(stills.png(1, (16, 16), {"parameters": INFOTEXT, "Title": "x"}))
    return path


@pytest.fixture(autouse=True)
def _nothing_runs(monkeypatch, alice, tmp_path):
    monkeypatch.setenv("ALICE_HOME", str(tmp_path / "no platform here"))


def lines(ended):
    return [json.loads(line) for line in ended.out.splitlines()]


def test_a_line_of_json_has_all_that_the_file_gives(alice, picture):
    ended = alice("inspect", "--json", picture)
    (line,) = lines(ended)
    assert (ended.code, ended.err, list(line)) == (0, "", KEYS)
    evidence = line.pop("evidence")
    assert line == {
        "file": str(picture),
        "asset_id": asset_id_of(picture.read_bytes()),
        "media_type": "image",
        "mime": "image/png",
        "width": 16,
        "height": 16,
        "duration": None,
        "generator": "Forge",
        "is_ai": "yes",
        "confidence": 0.95,
        "prompt": "a cat in a hat,\nsitting <lora:fur:0.8>",
        "negative_prompt": "dog",
        "model": "cats_v1",
        "model_hash": "7460a6fa",
        "seed": 9007199254740993,
        "steps": 20,
        "sampler": "Euler a",
        "scheduler": "Karras",
        "cfg_scale": 7.0,
        "loras": [{"name": "fur", "weight": 0.8}],
        "raw_keys": ["parameters", "Title"],
        "error": None,
    }
    assert evidence[0] == {
        "about": "generator",
        "claim": "Forge",
        "kind": "generation_metadata",
        "place": "PNG tEXt parameters",
        "confidence": 0.95,
        "excerpt": "Version: f2.0.1v1.10.1",
    }


def test_a_file_that_says_nothing_is_unknown(alice, tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(videos.mp4(1, (64, 48), frames=12))
    (line,) = lines(alice("inspect", "--json", path))
    said = {key: value for key, value in line.items() if value not in (None, [])}
    del said["file"], said["asset_id"]
    assert said.pop("raw_keys", []) in ([], ["©too"])
    assert said == {
        "media_type": "video",
        "mime": "video/mp4",
        "width": 64,
        "height": 48,
        "duration": 0.5,
        "generator": "unknown",
        "is_ai": "unknown",
        "confidence": 0.0,
    }


def test_bad_files_get_their_line_and_the_others_go_on(alice, picture, tmp_path):
    empty, text, pipe = tmp_path / "empty.png", tmp_path / "notes.txt", tmp_path / "pipe"
    empty.touch()
    text.write_text("notes")
    os.mkfifo(pipe)
    ended = alice("inspect", "--json", tmp_path, "gone.png", empty, text, pipe, picture)
    errors = [(line["error"], line["asset_id"] is None) for line in lines(ended)]
    assert errors == [
        ("it is a folder; name the files in it", True),
        ("there is no such file; check the name", True),
        ("the file holds nothing; make it anew", False),
        (
            "it is none of the types that can be read: PNG, JPEG, WebP, GIF, AVIF, HEIC, MP4, MOV "
            "and WebM",
            False,
        ),
        ("it is no regular file; save what it gives to one", True),
        (None, False),
    ]
    assert ended.code == 1


def test_a_file_that_others_may_not_read_is_told(alice, picture, monkeypatch):
    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    (line,) = lines(alice("inspect", "--json", picture))
    assert line["error"] == "Permission denied; let the user who inspects read it"


def test_what_is_broken_in_a_file_is_told_beside_what_can_be_read(alice, picture):
    content = picture.read_bytes()
    picture.write_bytes(content[:-20])
    ended = alice("inspect", "--json", picture)
    (line,) = lines(ended)
    assert (line["generator"], ended.code) == ("Forge", 0)
    assert line["error"] == f"PNG: it breaks off at byte {len(content) - 20:,}"


def test_a_name_that_is_no_text_is_still_json(alice, picture):
    name = os.fsdecode(b"cat\xff.png")
    picture.rename(picture.with_name(name))
    (line,) = lines(alice("inspect", "--json", picture.with_name(name)))
    assert line["file"].endswith("cat�.png")


def test_one_file_is_shown_in_full(alice, picture):
    ended = alice("inspect", picture)
    assert ended.code == 0
    shown = " ".join(ended.out.split())
    for words in (
        "Generator Forge f2.0.1v1.10.1 (95% sure)",
        "Prompt a cat in a hat, sitting <lora:fur:0.8>",
        "Negative dog",
        "Model cats_v1 [7460a6fa]",
        "LoRAs fur × 0.8",
        "Seed 9007199254740993",
        "CFG scale 7",
        "generator: Forge 95% PNG tEXt parameters, generation metadata",
    ):
        assert words in shown


def test_several_files_are_a_table(alice, picture, tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_bytes(hostile.garbage(1))
    ended = alice("inspect", picture, broken, "gone.png")
    shown = " ".join(ended.out.split())
    assert "16×16 Forge yes 95% a cat in a hat, sitting <lora:fur:0.8>" in shown
    assert "there is no such file; check the name" in shown
    assert ended.code == 1


@pytest.mark.parametrize("others", [0, 1])
def test_what_a_file_says_cannot_steer_the_terminal(alice, picture, others):
    prompt = "[red]\x1b[2Jevil\x07 :smile: \u202eback"
    text = INFOTEXT.replace("a cat", prompt).replace("cats_v1", "\x1b]0;title\x07[b]")
    picture.write_bytes(stills.png(1, (16, 16), {"parameters": text, "\x1bkey": "x"}))
    out = alice("inspect", picture, *[picture] * others).out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)
    assert "[red]\\x1b[2Jevil" in out
    assert ":smile:" in out


def test_no_file_is_wrong_usage(alice):
    assert alice("inspect").code == 2
