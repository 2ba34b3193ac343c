"""All services at once: how they stand and what waits there for a person."""

import pytest
from starlette.responses import JSONResponse

INNER = ("assets", "quality", "metadata", "search", "workflow")
NOW = "2026-01-02T03:04:05Z"


def status_of(service):
    return {
        "service": service,
        "database": True,
        "bus": True,
        "outbox": {"waiting": 0, "oldest_seconds": None},
        "groups": [],
        "work": [],
        "dead_letters": 0,
    }


def letter(service, number):
    return {
        "id": f"{number}-0",
        "service": service,
        "stream": "alice.assets",
        "type": None,
        "subject": None,
        "error": "no fold",
        "deliveries": 5,
        "died_at": NOW,
        "event": "{}",
    }


def work(number):
    return {
        "id": number,
        "queue": "decode",
        "key": "k",
        "attempts": 5,
        "error": "no luck",
        "failed_at": NOW,
    }


@pytest.fixture(autouse=True)
def everybody(assets, quality, metadata, search, workflow):
    """Every inner service, quiet unless a test says otherwise."""
    services = (assets, quality, metadata, search, workflow)
    for service in services:
        for kind in ("dead-letters", "failed-work"):
            service.says("GET", f"/operations/{kind}", {"items": [], "next": None})
    return services


def test_status_names_who_does_not_answer(door, everybody, search):
    for service, short in zip(everybody, INNER, strict=True):
        service.says("GET", "/operations/status", status_of(short))
    search.refuses("GET", "/operations/status", 500)
    answer = door.get("/status").json()
    own, *others = answer["services"]
    assert (own["service"], own["database"], own["bus"]) == ("interface", True, True)
    assert others == [status_of(short) for short in INNER if short != "search"]
    assert answer["unavailable"] == ["search"]


def all_of(door, path, **params):
    items, silent, cursor = [], [], None
    while True:
        page = door.get(path, params={**params, **({"cursor": cursor} if cursor else {})}).json()
        items += page["items"]
        silent += page["unavailable"]
        cursor = page["next"]
        if cursor is None:
            return items, silent


def paged(inner, path, pages):
    """`pages` maps each cursor to its page."""

    async def answer(request):
        return JSONResponse(pages[request.query_params.get("cursor")])

    inner.does("GET", path, answer)


PATH = "/operations/dead-letters"


def test_the_dead_of_all_services_are_one_list(door, assets, search):
    first, second, third = letter("assets", 1), letter("assets", 2), letter("search", 1)
    paged(
        assets,
        PATH,
        {None: {"items": [first], "next": "a:b"}, "a:b": {"items": [second], "next": None}},
    )
    search.says("GET", PATH, {"items": [third], "next": None})
    assert all_of(door, "/dead-letters") == ([first, second, third], [])


def test_a_silent_service_does_not_hide_the_others(door, assets, search):
    assets.refuses("GET", PATH, 503)
    search.says("GET", PATH, {"items": [letter("search", 1)], "next": None})
    assert all_of(door, "/dead-letters") == ([letter("search", 1)], ["assets"])


def test_the_dead_of_one_service(door, assets, search):
    search.says("GET", PATH, {"items": [letter("search", 1)], "next": None})
    assert all_of(door, "/dead-letters", service="search") == ([letter("search", 1)], [])
    assert not assets.asked


def test_failed_work_says_whose_it_is(door, assets, workflow):
    path = "/operations/failed-work"
    assets.says("GET", path, {"items": [work(7)], "next": None})
    workflow.says("GET", path, {"items": [work(8)], "next": None})
    assert all_of(door, "/failed-work") == (
        [work(7) | {"service": "assets"}, work(8) | {"service": "workflow"}],
        [],
    )


@pytest.mark.parametrize(
    ("method", "path", "inner_path"),
    [
        ("POST", "/dead-letters/assets/1-0/replay", "/operations/dead-letters/1-0/replay"),
        ("DELETE", "/dead-letters/assets/1-0", "/operations/dead-letters/1-0"),
        (
            "POST",
            "/failed-work/assets/decode/7/retry",
            "/operations/failed-work/decode/7/retry",
        ),
        ("DELETE", "/failed-work/assets/decode/7", "/operations/failed-work/decode/7"),
    ],
)
def test_what_a_person_decides_reaches_the_service(door, assets, search, method, path, inner_path):
    assets.says(method, inner_path, None, 204)
    assert door.request(method, path).status_code == 204
    assert len(assets.asked) == 1
    assert not search.asked


def test_no_such_service(door):
    answer = door.delete("/dead-letters/nobody/1-0")
    assert answer.status_code == 404
    assert ", ".join(INNER) in answer.json()["detail"]


def test_a_cursor_of_no_service(door):
    answer = door.get("/dead-letters", params={"cursor": "nobody:1"})
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:alice:problem:bad-cursor"
