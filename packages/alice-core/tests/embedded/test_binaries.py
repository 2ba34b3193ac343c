"""PostgreSQL's executables below a closed home directory."""

import os
import subprocess
from pathlib import Path

import pytest

from alice_core.embedded import binaries
from alice_core.embedded.accounts import Account, privileges, service_account


@pytest.fixture
def closed_site(tmp_path, monkeypatch):
    """The wheel's folders where only their owner may go."""
    site = binaries._site_packages()
    closed = tmp_path / "home"
    binaries._copy(site, closed)
    closed.chmod(0o700)
    monkeypatch.setattr(binaries, "_site_packages", lambda: closed)
    return closed


def test_they_are_copied_once_for_an_account_that_cannot_reach_them(closed_site, own_server_dir):
    account = service_account(own_server_dir / "data")
    # Without root nobody else can be tried: the refusal to change the user counts as closed.
    other = account or Account("stranger", os.geteuid() + 1, os.getegid())

    copied = binaries.postgres_binaries(other, own_server_dir)

    assert copied.is_relative_to(own_server_dir)
    assert runs(copied / "initdb", account)
    made = copied.stat().st_mtime_ns
    assert binaries.postgres_binaries(other, own_server_dir).stat().st_mtime_ns == made


def test_they_are_used_in_place_by_their_own_user(closed_site, own_server_dir):
    assert binaries.postgres_binaries(None, own_server_dir).is_relative_to(closed_site)


def runs(executable: Path, account: Account | None) -> bool:
    done = subprocess.run([executable, "--version"], cwd="/", check=False, **privileges(account))
    return done.returncode == 0
