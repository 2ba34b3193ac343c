"""Requests go to their owner, answers come back, and failures say whose they are."""

from uuid import uuid4

import httpx
import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from alice_contracts.http.search import Selection
from alice_core.app import create_app
from alice_core.testing.http import http_server
from alice_interface.app import service

NOW = "2026-01-02T03:04:05Z"
SCAN_ID = "01a20a0c-0650-7179-9aff-0b8f76f0782b"
LIBRARY = {
    "id": str(uuid4()),
    "name": "art works",
    "path": "/art",
    "watch": "auto",
    "watching": "events",
    "interval": 60.0,
    "state": "ready",
    "detail": None,
    "files": 3,
    "created_at": NOW,
    "scanned_at": None,
}
SCAN = {
    "id": SCAN_ID,
    "library": "art works",
    "state": "running",
    "counts": {"new": 2},
    "error": None,
    "started_at": NOW,
    "finished_at": None,
}
OUTCOMES = {
    "items": [{"path": "a.png", "outcome": "new", "asset_id": "x", "reason": None, "detail": None}],
    "next": "more",
}
RUN_ID = "01a20a0c-0650-7179-9aff-0b8f76f0782c"
SELECTION = Selection(text="castle").model_dump(mode="json")
RUN = {
    "id": RUN_ID,
    "workflow": "reassess",
    "selection": SELECTION,
    "state": "running",
    "total": None,
    "done": 2,
    "failed": 1,
    "error": None,
    "created_at": NOW,
    "started_at": NOW,
    "finished_at": None,
}
RUNS = {"items": [RUN], "next": "more"}
WORKFLOWS = [{"name": "reassess", "title": "Assess again", "description": "Judge anew."}]
NEW_RUN = {"workflow": "reassess", "selection": {"text": "castle"}}
REBUILD = {
    "id": str(uuid4()),
    "state": "requested",
    "requested_at": NOW,
    "completed_at": None,
    "received": 0,
    "waiting_for": ["assets"],
}
LOOKUP = {"found": [{"asset_id": "sha256:" + "0" * 64, "state": "discovered", "rejection": None}]}
OFFER_ANSWER = {"known": [], "missing": ["sha256:" + "0" * 64]}
OFFER = {"files": [{"asset_id": "sha256:" + "0" * 64, "path": "a.png", "modified_at": NOW}]}
LOOKED_UP = {"asset_ids": ["sha256:" + "0" * 64]}


@pytest.mark.parametrize(
    ("owner", "method", "path", "inner_path", "body", "status", "answer"),
    [
        ("assets", "GET", "/libraries", "/libraries", None, 200, [LIBRARY]),
        ("assets", "POST", "/libraries", "/libraries", {"path": "/art"}, 201, LIBRARY),
        ("assets", "GET", "/libraries/art works", "/libraries/art works", None, 200, LIBRARY),
        ("assets", "DELETE", "/libraries/art works", "/libraries/art works", None, 204, None),
        ("assets", "POST", "/libraries/a/scans", "/libraries/a/scans", {}, 202, SCAN),
        ("assets", "GET", f"/scans/{SCAN_ID}", f"/scans/{SCAN_ID}", None, 200, SCAN),
        (
            "assets",
            "GET",
            f"/scans/{SCAN_ID}/outcomes",
            f"/scans/{SCAN_ID}/outcomes",
            None,
            200,
            OUTCOMES,
        ),
        ("assets", "POST", "/uploads/offers", "/uploads/offers", OFFER, 200, OFFER_ANSWER),
        ("search", "POST", "/assets/lookup", "/documents/lookup", LOOKED_UP, 200, LOOKUP),
        ("search", "POST", "/rebuilds", "/rebuilds", None, 202, REBUILD),
        ("workflow", "GET", "/workflows", "/workflows", None, 200, WORKFLOWS),
        ("workflow", "POST", "/runs", "/runs", NEW_RUN, 201, RUN),
        ("workflow", "GET", "/runs", "/runs", None, 200, RUNS),
        ("workflow", "GET", f"/runs/{RUN_ID}", f"/runs/{RUN_ID}", None, 200, RUN),
        ("workflow", "POST", f"/runs/{RUN_ID}/cancel", f"/runs/{RUN_ID}/cancel", None, 200, RUN),
        ("search", "GET", "/rebuilds/current", "/rebuilds/current", None, 200, REBUILD),
    ],
)
def test_each_goes_to_its_owner(
    door, request, owner, method, path, inner_path, body, status, answer
):
    request.getfixturevalue(owner).says(method, inner_path, answer, status)
    given = door.request(method, path, json=body)
    assert given.status_code == status
    assert (given.json() if given.content else None) == answer


def test_a_query_arrives_as_it_was_asked(door, search, document):
    search.says("GET", "/documents", {"items": [document], "next": "c2"})
    asked = {
        "text": '"red castle" -night',
        "tag": ["style:oil", "style:ink"],
        "seed": str(2**64 - 1),
        "kind": ["image", "video"],
        "filename": "a&b",
        "min_width": "100",
        "sort": "best",
        "cursor": "c1",
    }
    page = door.get("/assets", params=asked).json()
    assert page == {"items": [document], "next": "c2"}
    (inner,) = search.asked
    assert inner.query_params.multi_items() == httpx.QueryParams(asked).multi_items()


def test_facets_are_counted_over_the_same_filters(door, search):
    facets = {"total": 7, "facets": {"generator": [{"value": "ComfyUI", "count": 5}]}}
    search.says("GET", "/facets", facets)
    asked = {"min_stars": "4", "facet": ["generator"], "top": "3"}
    assert door.get("/assets/facets", params=asked).json() == facets
    (inner,) = search.asked
    assert inner.query_params.multi_items() == httpx.QueryParams(asked).multi_items()


def test_a_run_begins_with_the_selection_that_was_asked(door, workflow):
    async def take(request):
        begun = await request.json()
        assert begun["workflow"] == "reassess"
        assert begun["selection"] == SELECTION | {"seed": 2**64 - 1, "min_stars": 4}
        return JSONResponse(RUN)

    workflow.does("POST", "/runs", take)
    selection = {"text": "castle", "seed": 2**64 - 1, "min_stars": 4}
    assert door.post("/runs", json={"workflow": "reassess", "selection": selection}).json() == RUN


def test_runs_are_asked_for_as_they_are_wanted(door, workflow):
    workflow.says("GET", "/runs", RUNS)
    asked = {"state": "failed", "cursor": "c1", "limit": "7"}
    assert door.get("/runs", params=asked).json() == RUNS
    assert dict(workflow.asked[0].query_params) == asked


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/assets?colour=red", "colour"),
        ("/assets?limit=0", "limit"),
        ("/assets/sha256:zz", "asset_id"),
        ("/assets?tag=oil", "tag.0"),
        ("/assets?min_stars=6", "min_stars"),
        (f"/assets?seed={2**64}", "seed"),
        ("/assets/facets?facet=colour", "facet.0"),
        ("/assets/facets?limit=5", "limit"),
        (f"/assets/sha256:{'0' * 64}/metadata/blocks/-1", "number"),
        ("/scans/7", "scan_id"),
        ("/runs/7", "run_id"),
        ("/runs?state=done", "state"),
        ("/libraries/..%2F..%2Fscans", None),
    ],
)
def test_what_cannot_be_asked_is_said_at_the_door(door, assets, search, path, field):
    answer = door.get(path)
    assert answer.status_code == 422 if field else 404
    if field:
        assert field in [item["field"] for item in answer.json()["errors"]]
    assert not assets.asked + search.asked


def test_a_problem_passes_unchanged(door, assets):
    problem = assets.refuses("POST", "/libraries", 422, errors=[{"field": "path", "message": "x"}])
    answer = door.post("/libraries", json={"path": "/gone"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == problem | {"trace_id": answer.json()["trace_id"]}


def test_the_inside_gets_its_own_token_and_the_same_trace(door, assets):
    assets.says("GET", "/libraries", [])
    trace_id = "0af7651916cd43dd8448eb211c80319c"
    door.get("/libraries", headers={"traceparent": f"00-{trace_id}-b7ad6b7169203331-01"})
    (inner,) = assets.asked
    assert inner.headers["authorization"] == "Bearer the-token-of-the-inside"
    assert inner.headers["traceparent"].split("-")[1] == trace_id


@pytest.fixture
def lonely_door(settings, unused_tcp_port):
    """A door whose assets are stopped."""
    stopped = {"assets_service_url": f"http://127.0.0.1:{unused_tcp_port}"}
    lonely = settings.model_copy(update=stopped)
    headers = {"authorization": f"Bearer {lonely.door_token.get_secret_value()}"}
    with (
        http_server(create_app(service, lonely, on_failure=pytest.fail)) as url,
        httpx.Client(base_url=f"{url}/api/v1", headers=headers) as client,
    ):
        yield client


@pytest.mark.parametrize("path", ["/libraries", f"/assets/sha256:{'0' * 64}/content"])
def test_a_stopped_service_is_named_with_the_mend(lonely_door, path):
    answer = lonely_door.get(path)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    problem = answer.json()
    assert problem["type"] == "urn:alice:problem:service-unavailable"
    assert problem["service"] == "assets"
    assert "alice status" in problem["detail"]


@pytest.mark.parametrize(
    "answer",
    [
        PlainTextResponse("<html>proxy</html>", 500),
        PlainTextResponse("not json"),
        Response('{"items": 7}', media_type="application/json"),
    ],
    ids=["no problem", "no JSON", "no page"],
)
def test_an_answer_that_nobody_knows_is_a_502(door, search, answer):
    async def answers(_request):
        return answer

    search.does("GET", "/documents", answers)
    given = door.get("/assets")
    assert given.status_code == 502
    assert given.json()["service"] == "search"


def test_a_refused_internal_token_is_not_blamed_on_the_client(door, assets):
    assets.refuses("GET", "/libraries", 401)
    answer = door.get("/libraries")
    assert answer.status_code == 502
    assert "INTERNAL_TOKEN" in answer.json()["detail"]


def test_a_body_out_of_bounds_does_not_reach_the_inside(door, assets):
    answer = door.post("/libraries", content=b" " * (1024**2 + 1))
    assert answer.status_code == 413
    assert not assets.asked
