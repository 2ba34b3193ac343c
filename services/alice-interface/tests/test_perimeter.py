"""Who may ask the door, under which name and from where."""

import httpx
import pytest

STATUS = "/api/v1/status"


@pytest.fixture(autouse=True)
def _quiet_inside(assets, quality, metadata, search, workflow):
    for inner in (assets, quality, metadata, search, workflow):
        inner.refuses("GET", "/operations/status", 500)


@pytest.mark.parametrize("given", [None, "Bearer wrong", "Basic the-token-of-the-door", "Bearer"])
def test_without_the_token_nothing_is_answered(door_url, given):
    answer = httpx.get(door_url + STATUS, headers={"authorization": given} if given else {})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "urn:alice:problem:unauthorized"
    assert "secrets/token" in answer.json()["detail"]


def test_an_unknown_path_needs_the_token_too(door_url):
    assert httpx.get(f"{door_url}/nowhere").status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_need_neither_token_nor_name(door_url, path):
    assert httpx.get(door_url + path, headers={"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_local_names_are_answered(door, host):
    assert door.get("/status", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil:8000"])
def test_a_foreign_name_is_refused(door, host):
    answer = door.get("/status", headers={"host": host})
    assert answer.status_code == 421
    assert host in answer.json()["detail"]
    assert "ALLOWED_HOSTS" in answer.json()["detail"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1"])
def test_a_page_of_another_site_is_refused(door, origin):
    answer = door.get("/status", headers={"origin": origin})
    assert answer.status_code == 403
    assert origin in answer.json()["detail"]


def test_the_doors_own_page_may_ask(door, door_url):
    assert door.get("/status", headers={"origin": door_url}).status_code == 200


def test_no_other_site_is_let_in_by_cors(door):
    asked = {"origin": "https://evil.example", "access-control-request-method": "GET"}
    answer = door.request("OPTIONS", "/status", headers=asked)
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_every_answer_tells_browsers_to_be_careful(door, door_url):
    for answer in (door.get("/status"), httpx.get(door_url + STATUS), door.get("/nowhere")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"


def test_more_names_come_from_the_settings(settings):
    values = settings.model_dump() | {"allowed_hosts": "alice.example, LOCALHOST"}
    assert type(settings)(**values).allowed_hosts == {"alice.example", "localhost"}
