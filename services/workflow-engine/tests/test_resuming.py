"""Runs go on where they were: after a crash at any moment, a stop, an outage and an upgrade."""

from psycopg import AsyncConnection

from alice_contracts.http.workflow import RunState
from alice_core.testing import eventually

HALT_BEFORE_THE_END_IS_KEPT = """
import asyncio
from alice_core.events.outbox import Outbox

add = Outbox.add

async def halted(self, session, facts, *rest):
    await add(self, session, facts, *rest)
    if any(fact.data.type == "workflow.completed" for fact in facts):
        print("halted")
        await asyncio.Event().wait()

Outbox.add = halted
"""

HALT_AFTER_THE_END_IS_KEPT = """
import asyncio
from workflow_engine.runs import repository

async def halted(session, run_id):
    print("halted")
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


async def test_a_run_survives_a_kill_at_every_step(start_process, start, platform, search, quality):
    search.knows(35)
    quality.failing = set(search.assets[:2])
    quality.pace = 10

    search.brake.hold_after(2)
    async with start_process() as (process, workflow):
        run_id = await workflow.begin()
        await eventually(search.brake.held.is_set)
        await process.kill()
    assert await listed(platform) == 20
    search.brake.release()

    quality.handing_over.hold_after(1)
    async with start_process() as (process, _):
        await eventually(quality.handing_over.held.is_set)
        await process.kill()
    quality.handing_over.release()
    assert quality.asked[run_id].calls == [10, 10]

    quality.looking.hold_after(2)
    async with start_process() as (process, _):
        await eventually(quality.looking.held.is_set)
        await process.kill()
    quality.looking.release()
    assert quality.asked[run_id].calls == [10, 10, 10, 10, 5]

    for halt in (HALT_BEFORE_THE_END_IS_KEPT, HALT_AFTER_THE_END_IS_KEPT):
        async with start_process(halt) as (process, _):
            await process.wait_for("halted")
            await process.kill()

    workflow = await start()
    run = await workflow.becomes(run_id, RunState.COMPLETED)
    await eventually(lambda: none_listed(platform))
    assert (run.total, run.done, run.failed) == (35, 33, 2)
    assert sorted(quality.asked[run_id].assets) == sorted(search.assets)
    assert sorted(int(query.cursor or 0) for query in search.queries) == [0, 10, 20, 20, 30]
    await told_once(workflow, run_id)


async def none_listed(platform) -> bool:
    return await listed(platform) == 0


async def told_once(workflow, run_id) -> None:
    facts = await workflow.facts(run_id)
    assert [fact.revision for fact in facts] == list(range(1, len(facts) + 1))
    types = [fact.type for fact in facts]
    assert (types[0], types[-1]) == ("workflow.started", "workflow.completed")
    assert set(types[1:-1]) == {"workflow.step_completed"}
    news = [(fact.data["step"], fact.data["done"], fact.data["failed"]) for fact in facts[1:-1]]
    assert len(news) == len(set(news))
