"""What every test of the workspace has: core's fixtures, real files, and no skipping in CI."""

import csv
import os
import signal
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

pytest_plugins = ["alice_core.testing.fixtures"]

REAL_FILES = os.environ.get("ALICE_REAL_FILES")
IN_CI = os.environ.get("CI") == "true"

ReportT = TypeVar("ReportT", pytest.CollectReport, pytest.TestReport)


# A shell that runs the tests in the background leaves SIGINT ignored, for children as well.
signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class RealFile:
    """A file as a real generator wrote it; its size in pixels is None where nobody noted it.

    `expected` is all that the index says of it, by column; empty is what the file does not say.
    """

    path: Path
    container: str
    size: tuple[int, int] | None
    expected: Mapping[str, str]


@pytest.fixture(scope="session")
def real_files() -> list[RealFile]:
    """All of the folder that ALICE_REAL_FILES names; for tests marked `real_files`."""
    return list(_real_files())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "real_file" in metafunc.fixturenames:
        metafunc.parametrize("real_file", list(_real_files()), ids=lambda file: file.path.name)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if REAL_FILES:
        return
    without = [item for item in items if item.get_closest_marker("real_files")]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in without]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _without_skips((yield))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _without_skips((yield))


def _without_skips(report: ReportT) -> ReportT:
    """In CI everything can be had that a test needs: one that is skipped proves nothing."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report


def _real_files() -> Iterator[RealFile]:
    if not REAL_FILES:
        return
    folder = Path(REAL_FILES)
    with (folder / "INDEX.csv").open(newline="") as index:
        for row in csv.DictReader(index):
            size = (int(row["width"]), int(row["height"])) if row["width"] else None
            yield RealFile(folder / row["file"], row["real_container"], size, row)
