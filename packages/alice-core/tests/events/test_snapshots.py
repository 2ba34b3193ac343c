"""An owner says all its facts on the rebuild stream, page by page."""

from uuid import UUID

import pytest
from sqlalchemy import text

from alice_contracts.envelope import Event, RawEvent
from alice_contracts.events.assets import AssetDeleted, AssetRestored
from alice_contracts.events.search import RebuildRequested
from alice_contracts.services import ASSETS, SEARCH
from alice_core.events import snapshots
from alice_core.events.outbox import Fact, Outbox
from alice_core.events.snapshots import Snapshots
from alice_core.events.subscription import Delivery
from alice_core.testing import eventually

REBUILD = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
SUBJECTS = [f"subject-{number:02}" for number in range(7)]


async def two_facts_each(session, after, limit):
    following = [subject for subject in SUBJECTS if subject > (after or "")][:limit]
    kinds = (AssetDeleted(), AssetRestored())
    return [Fact(subject, place, kinds[place]) for subject in following for place in (0, 1)]


@pytest.fixture
def owner(monkeypatch):
    monkeypatch.setattr(snapshots, "PAGE_SUBJECTS", 3)
    return Snapshots(ASSETS, Outbox(ASSETS), two_facts_each)


@pytest.fixture
def ask(database, owner):
    async def ask(*owners: str) -> None:
        data = RebuildRequested(rebuild_id=REBUILD, owners=owners)
        event = Event[RebuildRequested](
            source=SEARCH.source, type=data.type, subject=str(REBUILD), revision=0, data=data
        )
        async with database.transaction() as session:
            await owner.fold(session, [Delivery("alice.search", "1-1", event)])

    return ask


@pytest.fixture
def said(database):
    async def said() -> list[RawEvent]:
        async with database.reader() as session:
            found = await session.scalars(
                text("SELECT event FROM outbox WHERE stream = 'alice.rebuild' ORDER BY id")
            )
            return [RawEvent.model_validate_json(event) for event in found]

    return said


async def test_all_facts_are_said_once_with_their_revisions(running, database, owner, ask, said):
    await ask("assets", "quality")
    async with running(owner.worker(database, "one")):
        events = await eventually(lambda: complete(said))
    facts = [(event.subject, event.revision) for event in events[:-1]]
    assert facts == [(subject, revision) for subject in SUBJECTS for revision in (0, 1)]
    assert {event.rebuild for event in events} == {REBUILD}
    assert events[-1].data == {"rebuild_id": str(REBUILD), "owner": "assets", "count": 14}


async def test_only_the_owners_that_are_asked_answer(ask, database, owner):
    await ask("quality")
    async with database.reader() as session:
        assert (await owner.queue.depth(session)).waiting == 0


async def test_a_full_outbox_makes_the_snapshot_wait(
    running, database, owner, ask, said, publish, monkeypatch
):
    monkeypatch.setattr(snapshots, "OUTBOX_LIMIT", 1)
    monkeypatch.setattr(snapshots, "THROTTLE_SECONDS", 0.01)
    await publish(1)
    await ask("assets")
    async with running(owner.worker(database, "one")):
        await eventually(lambda: leased(database, owner))
        assert await said() == []
        async with database.transaction() as session:
            await session.execute(text("DELETE FROM outbox"))
        assert len(await eventually(said)) == 6


async def complete(said):
    events = await said()
    return events if events and events[-1].type == "snapshot.completed" else None


async def leased(database, owner) -> bool:
    async with database.reader() as session:
        return (await owner.queue.depth(session)).leased == 1
