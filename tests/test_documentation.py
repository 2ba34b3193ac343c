"""What the documentation names is there."""

import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from typer.main import get_command

from alice_cli.main import app
from alice_cli.runtime.settings import RuntimeSettings
from alice_contracts.streams import STREAMS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page):
    commands = get_command(app).commands
    named = re.findall(r"(?:^|`)alice ([a-z]+)", page.read_text(), re.MULTILINE)
    assert [name for name in named if name not in commands] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_exist(page):
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(), re.MULTILINE)
    assert [name for name in named if name not in targets] == []


def test_every_setting_is_documented():
    settings = [entry.load().settings for entry in entry_points(group="alice.services")]
    names = {name.upper() for each in settings for name in each.model_fields}
    names |= {f"ALICE_{name.upper()}" for name in RuntimeSettings.model_fields}
    page = (ROOT / "docs" / "configuration.md").read_text()
    assert set(re.findall(r"`([A-Z_]+)`", page)) == names


def test_every_stream_and_type_is_documented():
    page = (ROOT / "docs" / "events.md").read_text()
    types = [data.type for stream in STREAMS.values() for data in stream.types]
    assert [name for name in [*STREAMS, *types] if f"`{name}`" not in page] == []
