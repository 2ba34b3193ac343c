"""Whatever the bus repeats and reorders, a projection by revision ends in the same state."""

from itertools import cycle
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from alice_contracts.envelope import Event
from alice_contracts.events.assets import AssetDeleted
from alice_core.events.inbox import Inbox
from alice_core.events.subscription import Delivery

UPSERT = text(
    "INSERT INTO projection VALUES (:subject, :revision) ON CONFLICT (subject) DO UPDATE "
    "SET revision = excluded.revision WHERE projection.revision < excluded.revision"
)

EVENTS = [
    Delivery(
        "alice.assets",
        f"{number}-0",
        Event[AssetDeleted](
            id=UUID(int=number),
            source="/alice/assets",
            type="asset.deleted",
            subject=f"subject-{number % 3}",
            revision=number,
            data=AssetDeleted(),
        ),
    )
    for number in range(9)
]

# Every event at least once, in any order, any of them again, and cut into any batches.
histories = st.tuples(
    st.permutations(EVENTS), st.lists(st.sampled_from(EVENTS), max_size=9), st.randoms()
).map(lambda drawn: shuffled([*drawn[0], *drawn[1]], drawn[2]))
batches = st.lists(st.integers(1, 5), min_size=1, max_size=18)


def shuffled(deliveries, random):
    random.shuffle(deliveries)
    return deliveries


async def project(session, deliveries) -> None:
    for delivery in deliveries:
        event = delivery.event
        values = {"subject": event.subject, "revision": event.revision}
        await session.execute(UPSERT, values)
        await session.execute(text("INSERT INTO effects VALUES (:id)"), {"id": str(event.id)})


@pytest.fixture
async def tables(database):
    async with database.transaction() as session:
        await session.execute(
            text("CREATE TABLE projection (subject text PRIMARY KEY, revision int)")
        )
        await session.execute(text("CREATE TABLE effects (id text)"))


@given(history=histories, sizes=batches)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_every_history_ends_the_same(tables, database, history, sizes):
    async with database.transaction() as session:
        await session.execute(text("TRUNCATE projection, effects, processed_events"))
    inbox = Inbox(database, "search", project)
    rest, turns = list(history), cycle(sizes)
    while rest:
        size = next(turns)
        await inbox.take(rest[:size])
        del rest[:size]
    async with database.reader() as session:
        state = await session.execute(text("SELECT * FROM projection ORDER BY subject"))
        assert state.all() == [("subject-0", 6), ("subject-1", 7), ("subject-2", 8)]
        effects = await session.scalars(text("SELECT id FROM effects"))
        assert sorted(effects) == sorted(str(delivery.event.id) for delivery in EVENTS)
