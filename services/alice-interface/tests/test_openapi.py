"""The one document that describes the public API."""

import pytest

from alice_interface.api import api
from alice_interface.openapi import describe

DOCUMENT = describe(api.routes)
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
operations = pytest.mark.parametrize(
    "operation", [item for _, item in OPERATIONS], ids=[name for name, _ in OPERATIONS]
)


def test_it_is_served(door):
    assert door.get("/openapi.json").json() == DOCUMENT


def test_operations_have_names_of_their_own():
    names = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(set(names)) == len(names) > 20
    assert {"find_assets", "get_asset", "upload_file", "get_status"} <= set(names)
    assert {"count_assets", "get_block", "list_workflows", "start_run", "cancel_run"} <= set(names)


@operations
def test_success_is_typed(operation):
    success = {code: answer for code, answer in operation["responses"].items() if code[0] == "2"}
    assert success
    if operation["operationId"].startswith("head_") or "204" in success:
        return
    content = success[min(success)]["content"]
    assert all(kind["schema"] for kind in content.values())


@operations
def test_failure_is_a_problem(operation):
    content = operation["responses"]["default"]["content"]
    assert content["application/problem+json"]["schema"] == {
        "$ref": "#/components/schemas/ProblemDetails"
    }


def test_the_token_is_asked_for():
    assert DOCUMENT["security"] == [{"token": []}]
    assert DOCUMENT["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
