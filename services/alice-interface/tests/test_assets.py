"""One asset, joined from what each service knows of it."""

import asyncio
import threading

import pytest

from alice_interface import inner

ASSET_ID = "sha256:" + "ab" * 32
WAIT = 10
ASSET = f"/assets/{ASSET_ID}"
PATHS = {
    "assets": ASSET,
    "search": f"/documents/{ASSET_ID}",
    "metadata": f"/metadata/{ASSET_ID}",
    "quality": f"/assessments/{ASSET_ID}",
}
PARTS = {"assets": "asset", "search": "document", "metadata": "metadata", "quality": "quality"}
others = pytest.mark.parametrize("silent", ["search", "metadata", "quality"])


@pytest.fixture
def knowing(assets, search, metadata, quality):
    """The services that are asked for an asset."""
    return {"assets": assets, "search": search, "metadata": metadata, "quality": quality}


@pytest.fixture
def known(knowing, asset, document, provenance, assessment):
    """The whole view, for which every service says its part."""
    parts = {"asset": asset, "document": document, "metadata": provenance, "quality": assessment}
    for short, service in knowing.items():
        service.says("GET", PATHS[short], parts[PARTS[short]])
    return {"asset_id": ASSET_ID, **parts, "unavailable": []}


def test_all_parts_are_there(door, known):
    assert door.get(ASSET).json() == known


@others
def test_who_has_not_heard_of_it_yet_is_simply_missing(door, knowing, known, silent):
    knowing[silent].refuses("GET", PATHS[silent], 404)
    assert door.get(ASSET).json() == known | {PARTS[silent]: None}


@pytest.mark.usefixtures("known")
def test_what_the_owner_does_not_know_is_not_found(door, assets):
    problem = assets.refuses("GET", ASSET, 404)
    answer = door.get(ASSET)
    assert answer.status_code == 404
    assert answer.json()["detail"] == problem["detail"]


@pytest.mark.parametrize("failing", PATHS)
@pytest.mark.parametrize("status", [500, 503])
def test_who_fails_is_named(door, knowing, known, failing, status):
    knowing[failing].refuses("GET", PATHS[failing], status)
    assert door.get(ASSET).json() == known | {PARTS[failing]: None, "unavailable": [failing]}


@others
def test_a_slow_part_is_named_and_not_waited_for(door, knowing, known, silent, monkeypatch):
    monkeypatch.setattr(inner, "TIME_LIMIT", 0.2)
    released = asyncio.Event()

    async def never(_request):
        await released.wait()

    knowing[silent].does("GET", PATHS[silent], never)
    assert door.get(ASSET).json() == known | {PARTS[silent]: None, "unavailable": [silent]}


def test_the_parts_are_asked_at_once(door, knowing, known):
    """Each answers only when all have been asked."""
    together = threading.Barrier(len(knowing), timeout=WAIT)

    def meeting(answer):
        async def answered(request):
            await asyncio.to_thread(together.wait)
            return await answer(request)

        return answered

    for short, service in knowing.items():
        service.does("GET", PATHS[short], meeting(service.answers["GET", f"/api/v1{PATHS[short]}"]))
    assert door.get(ASSET).json() == known


@pytest.mark.parametrize("status", [503, 500])
def test_without_any_part_the_owners_failure_is_the_answer(door, knowing, status):
    for short, service in knowing.items():
        service.refuses("GET", PATHS[short], status if short == "assets" else 404)
    assert door.get(ASSET).status_code == status


def test_what_others_know_is_shown_while_the_owner_is_away(door, knowing, known):
    for short in ("assets", "search", "quality"):
        knowing[short].refuses("GET", PATHS[short], 503)
    view = door.get(ASSET).json()
    assert view["metadata"] == known["metadata"]
    assert view["unavailable"] == ["search", "assets", "quality"]
