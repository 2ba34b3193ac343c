"""Service processes, forked and spawned."""

import multiprocessing
import os
from importlib.metadata import EntryPoint
from pathlib import Path

import psycopg
import pytest

from alice_cli.runtime import children
from alice_cli.runtime.services import InstalledService
from alice_contracts.services import ASSETS


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    entry = EntryPoint("assets", "fake_platform.services:assets", "alice.services")
    return InstalledService(ASSETS, entry)


def environment(database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "SERVICE_NAME": ASSETS.name,
        "DATABASE_URL": database_url,
        "REDIS_URL": "redis://127.0.0.1:1",
        "INTERNAL_TOKEN": "secret",
        "MIGRATION_TIMEOUT": "5",
    }


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_child_works_with_its_own_environment_and_log(
    method, installed, database_url, tmp_path, monkeypatch
):
    monkeypatch.setattr(children, "_CONTEXT", multiprocessing.get_context(method))
    log = tmp_path / "assets.log"

    child = children.start_child(installed, "migrate", environment(database_url), log)
    child.join(60)

    assert child.exitcode == 0, log.read_text()
    assert "migrated" in log.read_text()
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT FROM kept")


def test_what_a_child_raises_stands_in_its_log(installed, tmp_path):
    log = tmp_path / "assets.log"
    environ = environment("mysql://127.0.0.1/assets")

    child = children.start_child(installed, "migrate", environ, log)
    child.join(60)

    assert child.exitcode == 1
    assert "give a postgresql:// address" in log.read_text()
