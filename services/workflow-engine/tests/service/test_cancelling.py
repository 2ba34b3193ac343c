"""Ending runs early."""

from alice_contracts.http.workflow import RunState
from alice_core.testing import eventually


async def follow(workflow, search, quality):
    """A run of which quality has done a part and is doing the rest."""
    search.knows(12)
    quality.pace = 0
    run_id = await workflow.begin()
    await eventually(lambda: quality.looks[run_id])
    return run_id


async def cancelled_facts(workflow, run_id):
    facts = await workflow.facts(run_id)
    return [fact.data for fact in facts if fact.type in {"workflow.failed", "workflow.completed"}]


async def test_quality_gives_up_what_a_cancelled_run_asked_for(workflow, search, quality):
    run_id = await follow(workflow, search, quality)
    run = await workflow.client.cancel_run(run_id)
    assert run.state is RunState.CANCELLED
    assert run.finished_at is not None
    await eventually(lambda: quality.asked[run_id].cancelled)
    assert await workflow.client.cancel_run(run_id) == run
    assert await cancelled_facts(workflow, run_id) == [
        {"workflow": "reassess", "cancelled": True, "error": None}
    ]


async def test_quality_hears_of_it_when_it_is_back(workflow, search, quality):
    run_id = await follow(workflow, search, quality)
    with quality.down():
        run = await workflow.client.cancel_run(run_id)
        assert run.state is RunState.CANCELLED
    await eventually(lambda: quality.asked[run_id].cancelled)


async def test_a_run_that_waits_for_a_service_that_is_down_can_be_cancelled(
    workflow, search, quality
):
    """It stops asking search, and quality knows nothing of it."""
    with search.down():
        run_id = await workflow.begin()
        await workflow.becomes(run_id, RunState.RUNNING)
        await eventually(lambda: search.brake.requests)
        await workflow.client.cancel_run(run_id)
    await workflow.becomes(await workflow.begin(), RunState.COMPLETED)
    assert not search.queries[1:]
    assert not quality.asked
    assert (await workflow.client.run(run_id)).state is RunState.CANCELLED


async def test_a_batch_that_is_under_way_is_given_up_as_well(workflow, search, quality):
    search.knows(25)
    quality.handing_over.hold_after(1)
    run_id = await workflow.begin()
    await eventually(quality.handing_over.held.is_set)
    await workflow.client.cancel_run(run_id)
    quality.handing_over.release()
    await eventually(lambda: quality.asked[run_id].cancelled)
    assert quality.asked[run_id].calls == [10, 10]


async def test_a_run_that_waits_never_begins(running, search, quality):
    async with running(RUNS_AT_ONCE="1") as workflow:
        await cancel_a_waiting_run(workflow, search, quality)


async def cancel_a_waiting_run(workflow, search, quality):
    first = await follow(workflow, search, quality)
    second, third = await workflow.begin(), await workflow.begin()
    looks = quality.looks[first]
    await eventually(lambda: quality.looks[first] > looks + 30)
    waiting = await workflow.client.runs(RunState.WAITING, None, 10)
    assert [run.id for run in waiting.items] == [third, second]
    cancelled = await workflow.client.cancel_run(second)
    assert cancelled.started_at is None
    quality.pace = 100
    for run_id in (first, third):
        await workflow.becomes(run_id, RunState.COMPLETED)
    assert second not in quality.asked
    assert (await workflow.client.run(second)).state is RunState.CANCELLED
    assert [fact.type for fact in await workflow.facts(second)] == ["workflow.failed"]


async def test_what_has_ended_stays_as_it_is(workflow, search, quality):
    search.knows(3)
    run_id = await workflow.begin()
    run = await workflow.becomes(run_id, RunState.COMPLETED)
    assert await workflow.client.cancel_run(run_id) == run
    assert not quality.asked[run_id].cancelled
