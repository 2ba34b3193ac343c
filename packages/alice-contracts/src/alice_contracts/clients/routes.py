"""Paths and query parameters of the API, as clients write them."""

from typing import Any
from urllib.parse import quote

from pydantic import BaseModel

API = "/api/v1"
OPERATIONS = "/operations"


def route(*parts: str) -> str:
    """A path below `/api/v1` from parts of which none can escape its place."""
    return _below(API, parts)


def operations_route(*parts: str) -> str:
    """A path below `/operations`, which every service answers in the same way."""
    return _below(OPERATIONS, parts)


def query(values: BaseModel) -> dict[str, Any]:
    """The query parameters of a model: only what differs from its defaults."""
    return values.model_dump(mode="json", exclude_defaults=True)


def _below(root: str, parts: tuple[str, ...]) -> str:
    return "/".join((root, *(quote(part, safe=":") for part in parts)))
