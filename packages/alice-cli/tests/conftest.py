"""The commands against a door that speaks the public API and keeps its platform in memory."""

import hashlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

import orjson
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from alice_cli.main import main
from alice_cli.output import stderr, stdout
from alice_cli.runtime.home import Home
from alice_cli.runtime.state import Phase, PlatformState, ProcessId
from alice_core.testing.http import http_server

TOKEN = "the-token-of-the-door"
NOW = "2026-01-02T03:04:05Z"
# What metadata and quality have yet to say of an asset.
NULL = (
    "generator tool_version is_ai confidence prompt negative_prompt model model_hash seed steps "
    "sampler scheduler cfg_scale stars score"
)
UNTOLD: dict[str, Any] = dict.fromkeys(NULL.split()) | {"loras": [], "tags": [], "reasons": []}


def problem(status: int, kind: str, detail: str) -> JSONResponse:
    body = {"type": f"urn:alice:problem:{kind}", "title": kind, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")


def rejection_of(content: bytes) -> dict[str, str] | None:
    """Contents say themselves what becomes of them."""
    if b"broken" not in content:
        return None
    return {"reason": "truncated", "detail": "the file ends early; save it anew"}


@dataclass
class Platform:
    """What is inside the door; tests read it, and change it to make trouble."""

    contents: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    hidden: set[str] = field(default_factory=set)
    interruptions: dict[str, int] = field(default_factory=dict)
    works: list[str] = field(default_factory=list)
    libraries: dict[str, dict[str, Any]] = field(default_factory=dict)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    scan_paths: list[str | None] = field(default_factory=list)
    scan_error: str | None = None
    dead: dict[str, dict[str, Any]] = field(default_factory=dict)
    failed: dict[str, dict[str, Any]] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)
    on_upload: Callable[[str], None] = lambda _name: None
    queries: list[list[tuple[str, str]]] = field(default_factory=list)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    told_of_all: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    facets: dict[str, Any] = field(default_factory=dict)
    runs: list[dict[str, Any]] = field(default_factory=list)
    started: list[dict[str, Any]] = field(default_factory=list)

    def document(self, asset_id: str) -> dict[str, Any]:
        content = self.contents[asset_id]
        names = self.names[asset_id]
        rejection = rejection_of(content)
        return {
            "asset_id": asset_id,
            "state": "rejected" if rejection else "processed",
            "mime": "image/png",
            "kind": "image",
            "format": "png",
            "size": len(content),
            "filename": PurePosixPath(names[0]).name,
            "created_at": NOW,
            "discovered_at": NOW,
            "locations": [
                {"id": str(uuid4()), "library": None, "path": name, "modified_at": NOW}
                for name in names
            ],
            "width": 640,
            "height": 480,
            "duration": None,
            "frames": 1,
            "pixel_hash": "00",
            "perceptual_hash": "00",
            "renditions": [],
            "rejection": rejection,
            **UNTOLD,
            **self.told.get(asset_id, self.told_of_all),
        }


async def offer(platform: Platform, request: Request) -> Response:
    known, missing = [], []
    for file in orjson.loads(await request.body())["files"]:
        if file["asset_id"] in platform.contents:
            known.append(file["asset_id"])
            platform.names[file["asset_id"]].append(file["path"])
        else:
            missing.append(file["asset_id"])
    return JSONResponse({"known": known, "missing": missing})


async def upload(platform: Platform, request: Request) -> Response:
    content = await request.body()
    asset_id, name = request.path_params["asset_id"], request.query_params["path"]
    platform.on_upload(name)
    if asset_id != f"sha256:{hashlib.sha256(content).hexdigest()}":
        return problem(422, "hash-mismatch", "the bytes have another hash")
    if b"refused" in content:
        return problem(415, "unknown-type", "the file is no picture; leave it out")
    platform.contents[asset_id] = content
    platform.names[asset_id] = [name]
    return JSONResponse({"asset_id": asset_id, "outcome": "new"}, 201)


async def lookup(platform: Platform, request: Request) -> Response:
    found = []
    for asset_id in orjson.loads(await request.body())["asset_ids"]:
        if asset_id in platform.contents and asset_id not in platform.hidden:
            document = platform.document(asset_id)
            found.append({key: document[key] for key in ("asset_id", "state", "rejection")})
    return JSONResponse({"found": found})


async def find(platform: Platform, request: Request) -> Response:
    asked = request.query_params
    platform.queries.append(asked.multi_items())
    everything = sorted(platform.contents)
    start, limit = int(asked.get("cursor", 0)), int(asked.get("limit", 50))
    end = start + limit
    return JSONResponse(
        {
            "items": [platform.document(asset_id) for asset_id in everything[start:end]],
            "next": str(end) if end < len(everything) else None,
        }
    )


async def get_asset(platform: Platform, request: Request) -> Response:
    asset_id = request.path_params["asset_id"]
    if asset_id not in platform.contents:
        return problem(404, "not-found", f"{asset_id} is not here.")
    document = platform.document(asset_id)
    silent = {"asset": None, "metadata": None, "quality": None, "unavailable": ["assets"]}
    return JSONResponse({"asset_id": asset_id, "document": document, **silent, **platform.parts})


async def count(platform: Platform, request: Request) -> Response:
    platform.queries.append(request.query_params.multi_items())
    return JSONResponse(platform.facets)


async def list_libraries(platform: Platform, _request: Request) -> Response:
    return JSONResponse(list(platform.libraries.values()))


async def add_library(platform: Platform, request: Request) -> Response:
    wanted = orjson.loads(await request.body())
    if "gone" in wanted["path"]:
        return problem(422, "no-folder", f"path: {wanted['path']} is no folder that assets sees")
    name = wanted["name"] or PurePosixPath(wanted["path"]).name
    platform.libraries[name] = {
        **wanted,
        "id": str(uuid4()),
        "name": name,
        "watching": "events",
        "state": "ready",
        "detail": None,
        "files": 0,
        "created_at": NOW,
        "scanned_at": None,
    }
    return JSONResponse(platform.libraries[name], 201)


async def remove_library(platform: Platform, request: Request) -> Response:
    if platform.libraries.pop(request.path_params["name"], None) is None:
        return problem(404, "not-found", f"{request.path_params['name']} is not here.")
    return Response(status_code=204)


def scan(platform: Platform, library: str, state: str) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "library": library,
        "state": state,
        "counts": dict(Counter(item["outcome"] for item in platform.outcomes)),
        "error": platform.scan_error,
        "started_at": NOW,
        "finished_at": None,
    }


async def start_scan(platform: Platform, request: Request) -> Response:
    platform.scan_paths.append(orjson.loads(await request.body())["path"])
    return JSONResponse(scan(platform, request.path_params["name"], "waiting"), 202)


async def get_scan(platform: Platform, _request: Request) -> Response:
    return JSONResponse(scan(platform, "art", "failed" if platform.scan_error else "completed"))


async def scan_outcomes(platform: Platform, request: Request) -> Response:
    start = int(request.query_params.get("cursor", 0))
    following = str(start + 1) if start + 1 < len(platform.outcomes) else None
    return JSONResponse({"items": platform.outcomes[start : start + 1], "next": following})


async def status(platform: Platform, _request: Request) -> Response:
    work = {"queue": "decode", "waiting": 0, "leased": 0, "failed": 0, "oldest_seconds": None}
    busy = platform.works.pop() if platform.works else None
    service = {
        "service": busy or "assets",
        "database": True,
        "bus": True,
        "outbox": None,
        "groups": [],
        "work": [work | {"waiting": int(busy is not None)}],
        "dead_letters": 0,
    }
    return JSONResponse({"services": [service], "unavailable": []})


def rebuild(state: str) -> JSONResponse:
    return JSONResponse(
        {
            "id": str(uuid4()),
            "state": state,
            "requested_at": NOW,
            "completed_at": None,
            "received": 7,
            "waiting_for": [],
        }
    )


async def start_rebuild(_platform: Platform, _request: Request) -> Response:
    return rebuild("requested")


async def current_rebuild(_platform: Platform, _request: Request) -> Response:
    return rebuild("completed")


def waiting_for_a_person(kind: str) -> list[Any]:
    async def listed(platform: Platform, _request: Request) -> Response:
        items = list(getattr(platform, kind).values())
        return JSONResponse({"items": items, "next": None, "unavailable": platform.silent})

    async def settled(platform: Platform, request: Request) -> Response:
        ref = "/".join(
            request.path_params[part]
            for part in ("service", "queue", "id")
            if part in request.path_params
        )
        if ref not in getattr(platform, kind):
            return problem(404, "not-found", f"{ref} is not here.")
        del getattr(platform, kind)[ref]
        return Response(status_code=204)

    return [listed, settled]


list_dead, settle_dead = waiting_for_a_person("dead")
list_failed, settle_failed = waiting_for_a_person("failed")

ROUTES = [
    ("POST", "/uploads/offers", offer),
    ("PUT", "/uploads/{asset_id}", upload),
    ("POST", "/assets/lookup", lookup),
    ("GET", "/assets", find),
    ("GET", "/assets/facets", count),
    ("GET", "/assets/{asset_id}", get_asset),
    ("GET", "/libraries", list_libraries),
    ("POST", "/libraries", add_library),
    ("DELETE", "/libraries/{name}", remove_library),
    ("POST", "/libraries/{name}/scans", start_scan),
    ("GET", "/scans/{id}", get_scan),
    ("GET", "/scans/{id}/outcomes", scan_outcomes),
    ("GET", "/status", status),
    ("POST", "/rebuilds", start_rebuild),
    ("GET", "/rebuilds/current", current_rebuild),
    ("GET", "/dead-letters", list_dead),
    ("POST", "/dead-letters/{service}/{id}/replay", settle_dead),
    ("DELETE", "/dead-letters/{service}/{id}", settle_dead),
    ("GET", "/failed-work", list_failed),
    ("POST", "/failed-work/{service}/{queue}/{id}/retry", settle_failed),
    ("DELETE", "/failed-work/{service}/{queue}/{id}", settle_failed),
]


class FakeDoor:
    """The door before the platform of the running test."""

    def __init__(self) -> None:
        self.platform = Platform()
        self.app = Starlette()
        for method, path, answer in ROUTES:
            self.answers(method, path, answer)

    def answers(self, method: str, path: str, answer: Any) -> None:
        self.app.router.routes.append(
            Route(f"/api/v1{path}", self._guarded(answer), methods=[method])
        )

    def _guarded(self, answer: Any) -> Any:
        async def answered(request: Request) -> Response:
            platform = self.platform
            platform.asked[answer.__name__] += 1
            if request.headers.get("authorization") != f"Bearer {TOKEN}":
                return problem(401, "unauthorized", "Send the token.")
            if platform.interruptions.get(answer.__name__, 0):
                platform.interruptions[answer.__name__] -= 1
                return problem(503, "service-unavailable", "assets does not answer.")
            given: Response = await answer(platform, request)
            return given

        return answered


@pytest.fixture(scope="session")
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture(scope="session")
def door_url(door: FakeDoor) -> Iterator[str]:
    with http_server(door.app) as url:
        yield url


@pytest.fixture
def platform(door: FakeDoor) -> Platform:
    door.platform = Platform()
    return door.platform


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return orjson.loads(self.out)


Alice = Callable[..., Ended]


def write_state(home: Home, url: str) -> None:
    """As a platform leaves it whose supervisor is this process."""
    supervisor, now = ProcessId.of(os.getpid()), datetime.now(UTC)
    state = PlatformState(phase=Phase.READY, supervisor=supervisor, url=url, started_at=now)
    state.write(home.state)


@pytest.fixture
def alice(
    door_url: str,
    platform: Platform,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Alice:
    """Run a command as on the machine where the platform runs."""
    home = Home(tmp_path / "home")
    home.create()
    home.token.write_text(f"{TOKEN}\n")
    write_state(home, door_url)
    monkeypatch.setenv("ALICE_HOME", str(home.root))
    monkeypatch.setenv("COLUMNS", "120")
    for console in (stdout, stderr):
        monkeypatch.setattr(console, "width", 120)

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["alice", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, written.out, written.err)

    return run
