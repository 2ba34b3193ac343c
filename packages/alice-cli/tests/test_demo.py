"""`alice demo` on a platform that runs already."""


def test_samples_are_made_once_taken_in_and_shown(alice, platform, tmp_path):
    samples = tmp_path / "samples"
    ended = alice("demo", "--dir", samples)
    assert ended.code == 0
    made = [path for path in samples.rglob("*") if path.is_file()]
    assert len(made) == 24
    assert "Made 24 sample files" in ended.out
    assert set(platform.contents.values()) == {path.read_bytes() for path in made} - {b""}
    assert "1 known" in ended.out
    assert "empty" in ended.out
    assert "alice ingest DIR" in ended.out
    assert "alice down" in ended.out

    again = alice("demo", "--dir", samples)
    assert again.code == 0
    assert "Made 24" not in again.out
    assert "23 known" in again.out
