"""The routes, through the whole application."""

import pytest

from alice_contracts.http.search import DocumentQuery
from alice_contracts.services import ASSETS
from alice_core.events.bus import Bus


@pytest.fixture
async def assets_listen(redis_url):
    bus = Bus(redis_url, ASSETS)
    await bus.ensure_groups(["alice.search"])
    yield
    await bus.close()


async def test_documents_come_by_page(client, search, facts):
    await search.fold(*(facts.event(n, 1, facts.discovered()) for n in range(3)))
    first = (await client.get("/documents", params={"limit": 2, "kind": ["image", "video"]})).json()
    following = {"limit": 2, "kind": ["image", "video"], "cursor": first["next"]}
    second = (await client.get("/documents", params=following)).json()
    ids = [item["asset_id"] for item in first["items"] + second["items"]]
    assert sorted(ids) == sorted(facts.id(n) for n in range(3))
    assert second["next"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("min_size=-1", "min_size"),
        ("max_width=99999999999", "max_width"),
        ("limit=1001", "limit"),
        ("sort=worst", "sort"),
        ("stars=6", "stars.0"),
        ("tag=mood", "tag.0"),
        ("text=%00", "text"),
        ("seed=18446744073709551616", "seed"),
        ("same_prompt_as=cat", "same_prompt_as"),
        ("filename=%00", "filename"),
        ("library=%00", "library.0"),
        ("since=yesterday", "since"),
        ("cursor=nonsense", None),
    ],
)
async def test_a_bad_query_is_refused_by_name(client, query, field):
    answer = await client.get(f"/documents?{query}")
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"].startswith("urn:alice:problem:")
    if field:
        assert [error["field"] for error in problem["errors"]] == [field]


def test_every_filter_is_a_query_parameter(app):
    parameters = app.openapi()["paths"]["/api/v1/documents"]["get"]["parameters"]
    assert {parameter["name"] for parameter in parameters} == set(DocumentQuery.model_fields)


async def test_one_document(client, search, facts):
    await search.fold(facts.event(1, 1, facts.discovered(facts.location())))
    found = (await client.get(f"/documents/{facts.id(1)}")).json()
    assert (found["filename"], found["format"], found["kind"]) == ("cat.png", "png", "image")

    assert (await client.get(f"/documents/{facts.id(2)}")).status_code == 404
    assert (await client.get("/documents/sha256:zz")).status_code == 422


async def test_lookup_answers_what_can_be_found(client, search, facts):
    await search.fold(facts.event(1, 1, facts.discovered()))
    asked = {"asset_ids": [facts.id(1), facts.id(2)]}
    found = (await client.post("/documents/lookup", json=asked)).json()["found"]
    assert found == [{"asset_id": facts.id(1), "state": "discovered", "rejection": None}]


async def test_a_rebuild_is_asked_for_once(client, assets_listen):
    assert (await client.get("/rebuilds/current")).status_code == 404
    answer = await client.post("/rebuilds")
    assert answer.status_code == 202
    rebuild = answer.json()
    assert (rebuild["state"], rebuild["waiting_for"]) == ("requested", ["assets"])
    assert (await client.post("/rebuilds")).json() == rebuild
    assert (await client.get("/rebuilds/current")).json() == rebuild

    forced = (await client.post("/rebuilds", params={"force": True})).json()
    assert forced["id"] != rebuild["id"]
    assert (await client.get("/rebuilds/current")).json() == forced


async def test_a_rebuild_without_owners_is_refused(client):
    """It would leave no documents at all."""
    answer = await client.post("/rebuilds")
    assert answer.status_code == 503
    assert "assets" in answer.json()["detail"]
    assert (await client.get("/rebuilds/current")).status_code == 404
