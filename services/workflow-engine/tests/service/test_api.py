"""The routes, through the whole application."""

from uuid import uuid4

import pytest

from alice_contracts.clients.errors import ServiceProblemError
from alice_contracts.http.workflow import RunState
from alice_core.problems import Problem
from workflow_engine.queue import RunQueue


async def test_the_workflows_are_listed(desk):
    [about] = await desk.client.workflows()
    assert about.name == "reassess"
    assert about.title
    assert about.description


async def test_a_run_is_begun_and_found(desk):
    answer = await desk.http.post(
        "/api/v1/runs", json={"workflow": "reassess", "selection": {"min_stars": 4}}
    )
    assert answer.status_code == 201
    begun = answer.json()
    assert begun["selection"]["min_stars"] == 4
    assert begun["total"] is None
    found = (await desk.http.get(f"/api/v1/runs/{begun['id']}")).json()
    assert found["selection"] == begun["selection"]


async def test_an_unknown_workflow_is_refused_by_name(desk):
    answer = await desk.http.post("/api/v1/runs", json={"workflow": "reasess"})
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"] == "urn:alice:problem:unknown-workflow"
    assert problem["detail"] == "workflow: 'reasess' is none of those there are: reassess."
    assert (await desk.client.runs(None, None, 10)).items == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "workflow"),
        ({"workflow": "reassess", "selection": {"colour": "red"}}, "selection.colour"),
        ({"workflow": "reassess", "selection": {"min_stars": 9}}, "selection.min_stars"),
        ({"workflow": "reassess", "selections": {}}, "selections"),
    ],
)
async def test_a_bad_request_is_refused_by_field(desk, body, field):
    answer = await desk.http.post("/api/v1/runs", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_runs_come_by_page_and_by_state(desk):
    begun = [await desk.begin() for _ in range(5)]
    first = await desk.client.runs(None, None, 3)
    second = await desk.client.runs(None, first.next, 3)
    assert [run.id for run in first.items + second.items] == begun[::-1]
    assert second.next is None
    assert len((await desk.client.runs(RunState.WAITING, None, 10)).items) == 5
    assert (await desk.client.runs(RunState.FAILED, None, 10)).items == []
    with pytest.raises(ServiceProblemError, match="another query"):
        await desk.client.runs(RunState.FAILED, first.next, 3)


@pytest.mark.parametrize("query", ["state=done", "limit=0", "limit=1001", "cursor=nonsense"])
async def test_a_bad_query_is_refused(desk, query):
    assert (await desk.http.get(f"/api/v1/runs?{query}")).status_code == 422


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "/cancel")])
async def test_what_is_not_there(desk, method, path):
    answer = await desk.http.request(method, f"/api/v1/runs/{uuid4()}{path}")
    assert answer.status_code == 404
    assert "GET /api/v1/runs" in answer.json()["detail"]


async def test_a_run_is_not_there_without_its_place_in_the_queue(desk, monkeypatch):
    add = RunQueue.add

    async def crash_afterwards(self, session, run_id):
        await add(self, session, run_id)
        raise Problem(500, "crashed", "Crashed", "after all was written")

    monkeypatch.setattr(RunQueue, "add", crash_afterwards)
    with pytest.raises(ServiceProblemError, match="after all was written"):
        await desk.begin()
    assert (await desk.client.runs(None, None, 10)).items == []
