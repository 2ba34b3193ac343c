"""Workflows of the fake door: each time a run is asked for, it is at its next stage."""

import orjson
import pytest
from starlette.responses import JSONResponse

NOW = "2026-01-02T03:04:05Z"
UNBEGUN = {
    "id": "01a20a0c-0650-7179-9aff-0b8f76f0782c",
    "workflow": "reassess",
    "selection": {},
    "state": "waiting",
    "total": None,
    "done": 0,
    "failed": 0,
    "error": None,
    "created_at": NOW,
    "started_at": None,
    "finished_at": None,
}


async def list_workflows(_platform, _request):
    described = {"name": "reassess", "title": "Assess again", "description": "Judges anew."}
    return JSONResponse([described])


async def start_run(platform, request):
    platform.started.append(orjson.loads(await request.body()))
    return JSONResponse(platform.runs[0], 202)


async def list_runs(platform, request):
    platform.queries.append(request.query_params.multi_items())
    start = int(request.query_params.get("cursor", 0))
    following = str(start + 1) if start + 1 < len(platform.runs) else None
    return JSONResponse({"items": platform.runs[start : start + 1], "next": following})


async def get_run(platform, _request):
    if len(platform.runs) > 1:
        platform.runs.pop(0)
    return JSONResponse(platform.runs[0])


async def cancel_run(platform, _request):
    return JSONResponse(platform.runs[0])


@pytest.fixture(scope="session")
def door(door):
    """The fake door, which knows workflows as well."""
    door.answers("GET", "/workflows", list_workflows)
    door.answers("POST", "/runs", start_run)
    door.answers("GET", "/runs", list_runs)
    door.answers("GET", "/runs/{id}", get_run)
    door.answers("POST", "/runs/{id}/cancel", cancel_run)
    return door


@pytest.fixture
def runs(platform):
    """Set the stages of the one run, or all runs for a list of them."""

    def set_runs(*stages):
        platform.runs = [UNBEGUN | stage for stage in stages]

    return set_runs
