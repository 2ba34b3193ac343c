"""One asset, joined from what its owner and search know."""

import asyncio

import pytest

from alice_interface import inner

ASSET_ID = "sha256:" + "ab" * 32
DOCUMENT = f"/documents/{ASSET_ID}"
ASSET = f"/assets/{ASSET_ID}"


def test_both_parts_are_there(door, assets, search, asset, document):
    assets.says("GET", ASSET, asset)
    search.says("GET", DOCUMENT, document)
    assert door.get(ASSET).json() == {
        "asset_id": ASSET_ID,
        "document": document,
        "asset": asset,
        "unavailable": [],
    }


def test_what_search_has_not_heard_of_is_simply_missing(door, assets, search, asset):
    assets.says("GET", ASSET, asset)
    search.refuses("GET", DOCUMENT, 404)
    view = door.get(ASSET).json()
    assert (view["document"], view["asset"], view["unavailable"]) == (None, asset, [])


def test_what_the_owner_does_not_know_is_not_found(door, assets, search, document):
    problem = assets.refuses("GET", ASSET, 404)
    search.says("GET", DOCUMENT, document)
    answer = door.get(ASSET)
    assert answer.status_code == 404
    assert answer.json()["detail"] == problem["detail"]


def test_a_failing_owner_is_named(door, assets, search, document):
    assets.refuses("GET", ASSET, 503)
    search.says("GET", DOCUMENT, document)
    view = door.get(ASSET).json()
    assert (view["document"], view["asset"], view["unavailable"]) == (document, None, ["assets"])


def test_a_slow_part_is_named_and_not_waited_for(door, assets, search, asset, monkeypatch):
    monkeypatch.setattr(inner, "TIME_LIMIT", 0.2)
    released = asyncio.Event()

    async def never(_request):
        await released.wait()

    assets.says("GET", ASSET, asset)
    search.does("GET", DOCUMENT, never)
    view = door.get(ASSET).json()
    assert (view["document"], view["asset"], view["unavailable"]) == (None, asset, ["search"])


@pytest.mark.parametrize("status", [503, 500])
def test_without_any_part_the_owners_failure_is_the_answer(door, assets, search, status):
    assets.refuses("GET", ASSET, status)
    search.refuses("GET", DOCUMENT, 404)
    assert door.get(ASSET).status_code == status
