"""The first command of the README, on a machine where nothing runs yet."""


def test_the_demo_starts_takes_in_and_shows(own_platform):
    first = own_platform.alice("demo")
    assert first.returncode == 0, first.stderr
    assert "Made 24 sample files" in first.stdout
    for file in ("IMG_0042.heic", "export.avif", "clip_00001.mp4", "IMG_0043.mov", "render.webm"):
        assert file in first.stdout
    for reason in ("truncated", "empty"):
        assert reason in first.stdout
    for command in ("alice ingest DIR", "alice library add DIR", "alice search", "alice down"):
        assert command in first.stdout

    states = [document["state"] for document in own_platform.documents().values()]
    assert sorted(states) == ["processed"] * 21 + ["rejected"]
    again = own_platform.alice("demo")
    assert again.returncode == 0, again.stderr
    assert "Made 24" not in again.stdout
    assert len(own_platform.documents()) == len(states)
