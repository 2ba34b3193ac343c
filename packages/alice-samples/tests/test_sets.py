"""The sets are what they promise, file by file."""

from pathlib import Path

import pytest

from alice_samples.sets import benchmark_set, make_samples, small


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make_samples(tmp_path_factory.mktemp("samples"))


def test_the_mix_holds_every_format_in_days(samples: list[Path]):
    suffixes = {path.suffix for path in samples}
    assert suffixes == {
        *(".png", ".jpg", ".webp", ".gif", ".avif", ".heic", ".mp4", ".mov", ".webm")
    }
    assert len(samples) == len(set(samples)) == 24
    assert len({path.parent for path in samples}) == 4


def test_the_mix_holds_one_duplicate_one_empty_and_one_mislabelled(samples: list[Path]):
    contents = [path.read_bytes() for path in samples]
    assert len(set(contents)) == len(contents) - 1
    assert contents.count(b"") == 1
    named_jpeg = [path for path in samples if path.suffix == ".jpg"]
    assert sum(path.read_bytes().startswith(b"\x89PNG") for path in named_jpeg) == 1


def test_a_shorter_mix_is_the_beginning_of_a_longer(tmp_path: Path, samples: list[Path]):
    shorter = make_samples(tmp_path, 3)
    assert [path.name for path in shorter] == [path.name for path in samples[:3]]
    assert shorter[2].read_bytes() == samples[2].read_bytes()


def test_the_benchmark_set_has_its_shares(tmp_path: Path):
    suffixes = [path.suffix for path in benchmark_set(tmp_path, 10)]
    assert [suffixes.count(suffix) for suffix in (".png", ".jpg", ".webp")] == [7, 2, 1]


def test_small_files_are_small_and_all_distinct(tmp_path: Path):
    paths = small(tmp_path, 1200)
    assert len({path.read_bytes() for path in paths}) == 1200
    assert max(path.stat().st_size for path in paths) < 2048
