"""Secrets are made once and are nobody else's."""

import stat

from alice_cli.runtime.credentials import secret


def test_a_secret_is_made_once(tmp_path):
    first = secret(tmp_path, "token")
    assert len(first) >= 40
    assert secret(tmp_path, "token") == first
    assert secret(tmp_path, "other") != first


def test_only_its_owner_may_read_it(tmp_path):
    secret(tmp_path, "token")
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600


def test_a_writing_that_was_cut_short_is_done_again(tmp_path):
    (tmp_path / ".token.unfinished").write_text("ha")
    assert len(secret(tmp_path, "token")) >= 40
