"""Rules of the house that no linter knows."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [*ROOT.glob("packages/*/src/**/*.py"), *ROOT.glob("services/*/src/**/*.py")]
STATEMENTS = {"select", "insert", "update", "delete", "text"}
OWNERS = {"repository.py", "models.py"}
MAX_LINES = 400


def service_modules() -> list[Path]:
    """Modules of services that own no table and make none."""
    return [
        path
        for path in SOURCES
        if "services" in path.relative_to(ROOT).parts
        and "migrations" not in path.parts
        and path.name not in OWNERS
    ]


@pytest.mark.parametrize("path", service_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_sql_stands_in_repositories(path):
    imported = {
        name.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for name in node.names
    }
    assert imported & STATEMENTS == set()


def test_files_stay_small():
    assert [path for path in SOURCES if len(path.read_text().splitlines()) > MAX_LINES] == []
