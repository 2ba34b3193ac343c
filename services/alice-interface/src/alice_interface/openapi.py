"""The one OpenAPI document of the public API."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from alice_core.problems import MEDIA_TYPE

DESCRIPTION = "Everything that people, assistants and programs may ask of AliceMultiverse."


def openapi_router(prefix: str, routes: Sequence[BaseRoute]) -> APIRouter:
    """Describes the routes when somebody first asks: it takes time and memory."""
    router = APIRouter(prefix=prefix)

    @cache
    def document() -> dict[str, Any]:
        return describe(routes)

    @router.get("/openapi.json", include_in_schema=False)
    async def openapi() -> dict[str, Any]:
        return document()

    return router


def describe(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    document = get_openapi(
        title="AliceMultiverse", version="1", description=DESCRIPTION, routes=routes
    )
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"token": []}]
    for operations in document["paths"].values():
        for operation in operations.values():
            _use_problem_json(operation["responses"]["default"])
    return document


def _use_problem_json(response: dict[str, Any]) -> None:
    """FastAPI documents further answers under the media type of the first."""
    (schema,) = response["content"].values()
    response["content"] = {MEDIA_TYPE: schema}
