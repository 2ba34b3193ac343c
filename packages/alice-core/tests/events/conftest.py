"""Assets owns facts, search folds them into the table `folded`; both live in one database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text

from alice_contracts.events.assets import AssetDeleted
from alice_contracts.services import ASSETS, SEARCH
from alice_core.database import Database, engine_url
from alice_core.events.bus import Bus
from alice_core.events.codec import encode
from alice_core.events.outbox import Fact, Outbox
from alice_core.events.subscription import Subscription
from alice_core.events.tables import create_inbox, create_outbox
from alice_core.testing import eventually
from alice_core.work.tables import create_work


async def prepare(url: str) -> None:
    engine = create_engine(engine_url(url))
    with engine.begin() as connection:
        op = Operations(MigrationContext.configure(connection))
        create_outbox(op)
        create_inbox(op)
        create_work(op)
        op.execute("CREATE TABLE folded (number bigserial, subject text, revision int)")
    engine.dispose()


@pytest.fixture
def prepare_events() -> Callable[[str], Awaitable[None]]:
    return prepare


@pytest.fixture
async def events_url(database_factory):
    return await database_factory("events", prepare)


@pytest.fixture
async def database(events_url):
    database = Database(events_url)
    yield database
    await database.close()


@pytest.fixture
async def assets_bus(redis_url):
    bus = Bus(redis_url, ASSETS)
    yield bus
    await bus.close()


@pytest.fixture
async def search_bus(redis_url):
    bus = Bus(redis_url, SEARCH)
    yield bus
    await bus.close()


def facts(*revisions: int) -> list[Fact]:
    return [Fact(f"subject-{number}", number, AssetDeleted()) for number in revisions]


@pytest.fixture
def publish(database) -> Callable[..., Awaitable[None]]:
    """Write facts with these revisions in one transaction."""

    async def add(*revisions: int) -> None:
        async with database.transaction() as session:
            await Outbox(ASSETS).add(session, facts(*revisions))

    return add


@pytest.fixture
def send(assets_bus) -> Callable[..., Awaitable[None]]:
    """Put facts with these revisions straight onto the bus."""

    async def publish(*revisions: int) -> None:
        messages = [
            ("alice.assets", {"type": fact.data.type, "event": encode(ASSETS, fact)})
            for fact in facts(*revisions)
        ]
        published = await assets_bus.publish(messages)
        assert published.sent == len(messages)

    return publish


async def fold(session, deliveries) -> None:
    rows = [{"s": d.event.subject, "r": d.event.revision} for d in deliveries]
    await session.execute(text("INSERT INTO folded (subject, revision) VALUES (:s, :r)"), rows)


@pytest.fixture
def subscription() -> Subscription:
    return Subscription((AssetDeleted,), fold, ("alice.assets",))


@pytest.fixture
def folded(database) -> Callable[[], Awaitable[list[int]]]:
    """The revisions that were folded, in order and as often as they were."""

    async def read() -> list[int]:
        async with database.reader() as session:
            found = await session.scalars(text("SELECT revision FROM folded ORDER BY number"))
            return list(found)

    return read


@pytest.fixture
def waiting(database) -> Callable[[], Awaitable[int]]:
    """How many rows the outbox holds."""

    async def count() -> int:
        async with database.reader() as session:
            return await Outbox(ASSETS).size(session)

    return count


@pytest.fixture
def running() -> Callable[..., AsyncIterator[None]]:
    """Run coroutines beside the block, and show what they raised."""

    @asynccontextmanager
    async def run(*parts) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(part.run()) for part in parts]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task

    return run


@pytest.fixture
def arrives(folded) -> Callable[..., Awaitable[None]]:
    """Wait until exactly these revisions were folded, in whatever order."""

    async def wait(*revisions: int) -> None:
        async def arrived() -> bool:
            assert sorted(await folded()) == sorted(revisions)
            return True

        await eventually(arrived)

    return wait


@pytest.fixture
def drained(waiting) -> Callable[[], Awaitable[None]]:
    """Wait until the outbox is empty."""

    async def wait() -> None:
        async def empty() -> bool:
            return await waiting() == 0

        await eventually(empty)

    return wait
