"""`alice demo` on a platform that runs already."""

import pytest

from alice_cli.ingest import knowing

READ = {"generator": "ComfyUI", "model": "sd_xl_base_1.0", "is_ai": "yes"}
KNOWN = READ | {"stars": 4, "score": 71.0}
UNJUDGEABLE = READ | {"reasons": [{"code": "video", "verdict": "note", "text": "It moves."}]}


def test_samples_are_made_once_taken_in_and_shown(alice, platform, tmp_path):
    platform.told_of_all = KNOWN
    samples = tmp_path / "samples"
    ended = alice("demo", "--dir", samples)
    assert ended.code == 0
    made = [path for path in samples.rglob("*") if path.is_file()]
    assert len(made) == 24
    assert "Made 24 sample files" in ended.out
    assert set(platform.contents.values()) == {path.read_bytes() for path in made} - {b""}
    assert "1 known" in ended.out
    assert "empty" in ended.out
    for fact in ("ComfyUI", "sd_xl_base_1.0", "★★★★☆"):
        assert fact in ended.out
    for command in ("ingest DIR", "search", "inspect FILE", "workflow list", "down"):
        assert f"alice {command}" in ended.out

    again = alice("demo", "--dir", samples)
    assert again.code == 0
    assert "Made 24" not in again.out
    assert "23 known" in again.out


@pytest.fixture
def sample(tmp_path):
    """One sample, as an earlier demo has left it."""
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "a.png").write_bytes(b"picture")
    return tmp_path / "samples"


@pytest.mark.parametrize("told", [KNOWN, UNJUDGEABLE])
def test_it_waits_until_metadata_and_quality_have_told(alice, platform, sample, monkeypatch, told):
    stages = iter([READ, {"stars": 4}, told])
    monkeypatch.setattr(
        knowing.time, "sleep", lambda _: setattr(platform, "told_of_all", next(stages))
    )
    ended = alice("demo", "--dir", sample)
    assert ended.code == 0
    assert "ComfyUI" in ended.out
    assert next(stages, None) is None


def test_it_does_not_wait_for_ever(alice, sample, monkeypatch):
    monkeypatch.setattr(knowing, "STANDSTILL", -1.0)
    ended = alice("demo", "--dir", sample)
    assert ended.code == 1
    assert "a.png" in ended.out
    assert "alice status" in ended.err
