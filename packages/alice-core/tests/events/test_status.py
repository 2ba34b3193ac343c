"""The status tells each queue, and leaves out what is down."""

import pytest
from prometheus_client import REGISTRY
from pydantic import BaseModel

from alice_contracts.services import ASSETS, SEARCH
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.events.status import queue_status
from alice_core.testing import free_port
from alice_core.work.queue import WorkQueue


class Nothing(BaseModel):
    pass


@pytest.fixture
async def nowhere():
    return f"127.0.0.1:{free_port()}"


async def test_every_queue_is_told(database, assets_bus, search_bus, publish, send):
    queue = WorkQueue("decode", Nothing)
    async with database.transaction() as session:
        await queue.add(session, [("a", Nothing()), ("b", Nothing())])
    await publish(1, 2, 3)
    await search_bus.ensure_groups(["alice.assets"])
    await send(1, 2)
    await search_bus.read(["alice.assets"], "one", 1, 1)
    status = await queue_status(database, search_bus, SEARCH, [queue])
    assert (status.database, status.bus, status.dead_letters) == (True, True, 0)
    assert status.outbox.waiting == 3
    assert status.outbox.oldest_seconds >= 0
    assert [(g.stream, g.lag, g.pending) for g in status.groups] == [("alice.assets", 1, 1)]
    assert [(w.queue, w.waiting, w.leased) for w in status.work] == [("decode", 2, 0)]
    assert gauge("outbox_pending", service="search") == 3
    assert gauge("stream_lag", service="search", stream="alice.assets") == 1
    assert gauge("work_waiting", service="search", queue="decode") == 2


async def test_a_bus_that_is_down_is_told(database, nowhere):
    bus = Bus(f"redis://{nowhere}", ASSETS)
    status = await queue_status(database, bus, ASSETS, [])
    await bus.close()
    assert (status.database, status.bus, status.dead_letters) == (True, False, None)


async def test_a_database_that_is_down_is_told(assets_bus, nowhere):
    database = Database(f"postgresql://nobody@{nowhere}/nothing")
    status = await queue_status(database, assets_bus, ASSETS, [])
    await database.close()
    assert (status.database, status.bus, status.outbox) == (False, True, None)


def gauge(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)
