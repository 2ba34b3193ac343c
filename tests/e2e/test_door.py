"""The one API: described once, closed without the token, exact about what it does not take."""

import httpx
import pytest


def test_one_document_describes_the_whole_api(platform):
    document = platform.request("GET", "/api/v1/openapi.json").json()
    described = {path.split("/")[3] for path in document["paths"] if path.startswith("/api/v1/")}
    assert described == {
        "assets",
        "dead-letters",
        "failed-work",
        "libraries",
        "rebuilds",
        "runs",
        "scans",
        "status",
        "uploads",
        "workflows",
    }


def test_nobody_gets_in_without_the_token(platform):
    url = f"http://127.0.0.1:{platform.port}/api/v1/assets"
    assert httpx.get(url).status_code == 401
    assert httpx.get(url, headers={"authorization": "Bearer wrong"}).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("GET", "/api/v1/assets?colour=red", None, "colour"),
        ("GET", "/api/v1/assets?limit=0", None, "limit"),
        ("POST", "/api/v1/libraries", {"path": "/tmp", "wtach": "off"}, "wtach"),
        ("POST", "/api/v1/libraries", {"name": "x"}, "path"),
        ("POST", "/api/v1/assets/lookup", {"asset_ids": ["x"]}, "asset_ids.0"),
    ],
)
def test_a_bad_request_names_the_field(platform, method, path, body, field):
    answer = platform.request(method, path, json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert field in answer.json()["detail"]
