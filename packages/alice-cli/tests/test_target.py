"""Which door is asked, and how it is said that there is none."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

COMMANDS = [
    ("search",),
    ("library", "list"),
    ("show", "0" * 64),
    ("dead", "list"),
    ("rebuild",),
]
commands = pytest.mark.parametrize("command", COMMANDS, ids=" ".join)


@pytest.fixture
def dead_door(unused_tcp_port, door_url):
    """What to replace in the state so that it names a door where nobody answers."""
    return door_url, f"http://127.0.0.1:{unused_tcp_port}"


@commands
def test_a_platform_that_does_not_answer_is_named_with_the_mend(
    alice, tmp_path, dead_door, command
):
    state = tmp_path / "home" / "run" / "state.json"
    state.write_text(state.read_text().replace(*dead_door))
    ended = alice(*command)
    assert (ended.code, ended.out) == (3, "")
    assert dead_door[1] in ended.err
    assert "alice status" in ended.err


@commands
def test_one_that_does_not_run_is_to_be_started(alice, tmp_path, command):
    (tmp_path / "home" / "run" / "state.json").unlink()
    ended = alice(*command)
    assert (ended.code, ended.out) == (3, "")
    assert "alice up" in ended.err


def test_the_home_can_be_given(alice, tmp_path, monkeypatch):
    monkeypatch.setenv("ALICE_HOME", str(tmp_path / "elsewhere"))
    assert alice("search").code == 3
    assert alice("search", "--home", tmp_path / "home").code == 0


def test_a_door_elsewhere_that_does_not_answer_is_named(alice, unused_tcp_port):
    url = f"http://127.0.0.1:{unused_tcp_port}"
    ended = alice("search", "--server", url, "--token", "x")
    assert ended.code == 3
    assert url in ended.err
    assert "alice up" not in ended.err


def test_a_door_elsewhere_needs_a_token(alice, door_url):
    ended = alice("search", "--server", door_url)
    assert ended.code == 2
    assert "ALICE_TOKEN" in ended.err


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://door", "http://"])
def test_an_address_that_is_none(alice, url):
    ended = alice("search", "--server", url, "--token", "x")
    assert ended.code in (1, 3)
    assert url in ended.err


def test_a_wrong_token_is_told_from_a_missing_platform(alice):
    ended = alice("search", "--token", "wrong")
    assert ended.code == 1
    assert "refuses the token" in ended.err


@pytest.mark.usefixtures("alice")
def test_the_installed_command_prints_json_alone(tmp_path):
    (tmp_path / "a.png").write_bytes(b"picture")
    command = [Path(sys.executable).with_name("alice"), "ingest", tmp_path / "a.png", "--json"]
    ended = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert orjson.loads(ended.stdout)["new"] == 1
