"""Runs go on where they were: after a crash at any moment, a stop, an outage and an upgrade."""

from typing import Any

from fastapi import Response
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from alice_contracts.http.workflow import RunState
from alice_core.testing import eventually

HALT_BEFORE_THE_END_IS_KEPT = """
import asyncio
from alice_core.events.outbox import Outbox

add = Outbox.add

async def halted(self, session, facts, *rest):
    await add(self, session, facts, *rest)
    if any(fact.data.type == "workflow.completed" for fact in facts):
        print("halted before the end is kept", flush=True)
        await asyncio.Event().wait()

Outbox.add = halted
"""

HALT_AFTER_THE_END_IS_KEPT = """
import asyncio
from workflow_engine.runs import repository

async def halted(session, run_id):
    print("halted after the end is kept", flush=True)
    await asyncio.Event().wait()

repository.forget_selected = halted
"""

AN_OLDER_RELEASE = """
from functools import partial
from workflow_engine.steps import step
from workflow_engine.workflows.reassess import Reassess

async def run(self, run_id):
    await step("select", partial(self._selecting.read, run_id))

Reassess.run = run
"""


async def listed(platform) -> int:
    """Rows that runs hold of their selections."""
    async with await AsyncConnection.connect(platform.environ["DATABASE_URL"]) as connection:
        found = await connection.execute("SELECT count(*) FROM selected_assets")
        [count] = await found.fetchone()
        return count


async def test_a_run_survives_a_kill_at_every_step_and_an_upgrade(
    start_lives, running, platform, search, quality
):
    """Its first process is of a release that knows of no more than reading the selection."""
    search.knows(35)
    quality.failing = set(search.assets[:2])
    quality.pace = 10
    search.brake.hold_after(2)
    quality.handing_over.hold_after(1)
    quality.looking.hold_after(2)

    halting = (HALT_BEFORE_THE_END_IS_KEPT, HALT_AFTER_THE_END_IS_KEPT)
    async with start_lives(AN_OLDER_RELEASE, "", "", *halting) as lives:
        run_id = await lives.workflow.begin()
        await eventually(search.brake.held.is_set, within=60)
        assert await listed(platform) == 20
        await lives.kill()
        search.brake.release()

        await eventually(quality.handing_over.held.is_set, within=60)
        assert quality.asked[run_id].calls == [10, 10]
        await lives.kill()
        quality.handing_over.release()

        await eventually(quality.looking.held.is_set, within=60)
        assert quality.asked[run_id].calls == [10, 10, 10, 10, 5]
        await lives.kill()
        quality.looking.release()

        await lives.reach("halted before the end is kept")
        assert (await run_of(platform, run_id))["state"] == "running"
        await lives.kill()

        await lives.reach("halted after the end is kept")
        assert (await run_of(platform, run_id))["state"] == "completed"
        await lives.kill()

    async with running() as workflow:
        await eventually(lambda: none_listed(platform))
        run = await workflow.becomes(run_id, RunState.COMPLETED)
        await told_once(workflow, run_id)
    assert (run.total, run.done, run.failed) == (35, 33, 2)
    assert sorted(quality.asked[run_id].assets) == sorted(search.assets)
    assert sorted(int(query.cursor or 0) for query in search.queries) == [0, 10, 20, 20, 30]


async def test_a_run_goes_on_after_a_stop(running, platform, search, quality):
    search.knows(12)
    quality.pace = 0
    async with running() as workflow:
        run_id = await workflow.begin()
        await eventually(lambda: quality.looks[run_id])
        waiting = [await workflow.begin() for _ in range(2)]
    assert (await run_of(platform, run_id))["state"] == "running"
    quality.pace = 5
    async with running() as workflow:
        for each in (run_id, *waiting):
            run = await workflow.becomes(each, RunState.COMPLETED)
            assert (run.total, run.done) == (12, 12)
            await told_once(workflow, each)
    assert quality.asked[run_id].calls == [10, 2]
    async with running():
        await eventually(lambda: none_kept_by_dbos(platform))


async def test_a_cancelled_run_is_given_up_after_a_stop(running, platform, search, quality):
    search.knows(3)
    quality.pace = 0
    async with running() as workflow:
        run_id = await workflow.begin()
        await eventually(lambda: quality.looks[run_id])
        quality.refusal = Response("no upstream", status_code=502)
        await workflow.client.cancel_run(run_id)
    assert not quality.asked[run_id].cancelled
    quality.refusal = None
    async with running():
        await eventually(lambda: quality.asked[run_id].cancelled)
        await eventually(lambda: none_listed(platform))


async def test_a_run_outlives_its_database(own_postgres, workflow, search, quality):
    """It goes down in the middle of a step, which then cannot write what it learnt."""
    search.knows(12)
    quality.pace = 5
    quality.looking.hold_after(1)
    run_id = await workflow.begin()
    await eventually(quality.looking.held.is_set)
    own_postgres.kill()
    quality.looking.release()
    await eventually(lambda: quality.looks[run_id] == 2)
    assert (await workflow.http.get("/healthz")).status_code == 200
    await own_postgres.start()
    run = await workflow.becomes(run_id, RunState.COMPLETED)
    assert (run.total, run.done) == (12, 12)
    await told_once(workflow, run_id)


async def run_of(platform, run_id) -> dict[str, Any]:
    async with await AsyncConnection.connect(
        platform.environ["DATABASE_URL"], row_factory=dict_row
    ) as connection:
        found = await connection.execute("SELECT * FROM runs WHERE id = %s", (run_id,))
        return await found.fetchone()


async def none_listed(platform) -> bool:
    return await listed(platform) == 0


async def none_kept_by_dbos(platform) -> bool:
    async with await AsyncConnection.connect(platform.environ["DATABASE_URL"]) as connection:
        found = await connection.execute(
            "SELECT (SELECT count(*) FROM dbos.workflow_status) + "
            "(SELECT count(*) FROM dbos.operation_outputs)"
        )
        return await found.fetchone() == (0,)


async def told_once(workflow, run_id) -> None:
    facts = await workflow.facts(run_id)
    assert [fact.revision for fact in facts] == list(range(1, len(facts) + 1))
    types = [fact.type for fact in facts]
    assert (types[0], types[-1]) == ("workflow.started", "workflow.completed")
    assert set(types[1:-1]) == {"workflow.step_completed"}
    news = [(fact.data["step"], fact.data["done"], fact.data["failed"]) for fact in facts[1:-1]]
    assert len(news) == len(set(news))
