"""While the database or the bus is down everything waits, and goes on by itself."""

from dataclasses import replace

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import DataError, OperationalError

from alice_contracts.services import ASSETS, SEARCH
from alice_core.events.bus import Bus
from alice_core.events.consumer import Consumer
from alice_core.events.errors import BusUnavailableError
from alice_core.events.outages import database_outage
from alice_core.events.relay import Relay
from alice_core.testing import eventually, new_valkey
from alice_core.testing.databases import Databases

STREAM = "alice.assets"
MESSAGE = (STREAM, {"type": "asset.deleted", "event": "{}"})


@pytest.fixture
async def own_buses(own_valkey):
    url = own_valkey.server.url(own_valkey.server.admin)
    buses = Bus(url, ASSETS), Bus(url, SEARCH)
    yield buses
    for bus in buses:
        await bus.close()


@pytest.fixture
async def events_url(request, database_factory, prepare_events):
    """A database that the test may kill, where it asks for `own_postgres`."""
    if "own_postgres" not in request.fixturenames:
        return await database_factory("events", prepare_events)
    databases = Databases(request.getfixturevalue("own_postgres").server)
    return databases.url(await databases.clone("events", prepare_events))


async def test_the_bus_goes_down_and_comes_back(
    own_valkey, own_buses, running, database, subscription, publish, arrives, drained
):
    assets, search = own_buses
    relay = Relay(database, assets, ASSETS, poll=0.1)
    async with running(relay, Consumer(database, search, SEARCH, subscription, "one")):
        await publish(1)
        await arrives(1)
        own_valkey.kill()
        await publish(2)
        await eventually(lambda: is_down(assets))
        await own_valkey.start()
        await arrives(1, 2)
        await drained()


async def test_a_full_bus_makes_the_outbox_wait(
    own_buses, running, database, publish, waiting, drained
):
    assets, _ = own_buses
    await assets.client.config_set("maxmemory", "1mb")
    async with running(Relay(database, assets, ASSETS, poll=0.1)):
        await publish(1)
        await eventually(lambda: refused(assets, "maxmemory"))
        assert await waiting() == 1
        await assets.client.config_set("maxmemory", "0")
        await drained()


async def test_a_bus_that_keeps_nothing_on_disk_is_refused(
    own_buses, running, database, publish, waiting, drained
):
    assets, _ = own_buses
    await assets.client.config_set("appendonly", "no")
    async with running(Relay(database, assets, ASSETS, poll=0.1)):
        await publish(1)
        await eventually(lambda: has_entries(assets))
        with pytest.raises(BusUnavailableError, match="the bus needs appendonly yes"):
            await assets.publish([MESSAGE])
        assert await waiting() == 1
        await assets.client.config_set("appendonly", "yes")
        await drained()


async def test_a_server_that_cannot_be_waited_for_must_sync_always(own_server_dir):
    older = own_server_dir / "older.conf"
    older.write_text('rename-command WAITAOF ""\n')
    running = new_valkey(own_server_dir)
    running.server = replace(running.server, settings={"include": str(older)})
    await running.start()
    bus = Bus(running.server.url(running.server.admin), ASSETS)
    with pytest.raises(BusUnavailableError, match="set appendonly yes and appendfsync always"):
        await bus.publish([MESSAGE])
    await bus.client.config_set("appendfsync", "always")
    assert (await bus.publish([MESSAGE])).sent == 1
    await bus.close()
    running.kill()


async def test_what_was_taken_before_a_refusal_is_not_sent_again(own_buses):
    assets, _ = own_buses
    await assets.client.set("wrong-type", "x")
    published = await assets.publish([MESSAGE, ("wrong-type", {"a": "b"}), MESSAGE])
    assert published.sent == 1
    assert published.refusal.startswith("WRONGTYPE")


async def test_the_database_goes_down_and_no_delivery_is_counted(
    own_postgres, running, database, assets_bus, search_bus, subscription, publish, send, arrives
):
    relay = Relay(database, assets_bus, ASSETS, poll=0.1)
    consumer = Consumer(database, search_bus, SEARCH, subscription, "one", claim_idle=0.1)
    async with running(relay, consumer):
        await publish(1)
        await arrives(1)
        own_postgres.kill()
        await send(2)
        await eventually(lambda: is_pending(search_bus))
        await eventually(lambda: idles_for(search_bus, 0.5))
        (pending,) = await search_bus.pending(STREAM, idle=0, count=10)
        assert pending.deliveries == 1
        await own_postgres.start()
        await arrives(1, 2)
        await publish(3)
        await arrives(1, 2, 3)


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OperationalError("", {}, psycopg.OperationalError("connection refused")), True),
        (OperationalError("", {}, errors.AdminShutdown()), True),
        (OperationalError("", {}, errors.DiskFull()), True),
        (OperationalError("", {}, errors.DeadlockDetected()), True),
        (OperationalError("", {}, errors.QueryCanceled()), False),
        (OperationalError("", {}, errors.ProgramLimitExceeded()), False),
        (DataError("", {}, errors.InvalidTextRepresentation()), False),
        (errors.ReadOnlySqlTransaction(), True),
        (ConnectionRefusedError(), False),
        (ValueError(), False),
    ],
)
def test_what_is_an_outage_of_the_database(error, outage):
    assert database_outage(error) is outage


async def is_down(bus) -> bool:
    try:
        await bus.ping()
    except BusUnavailableError:
        return True
    return False


async def refused(bus, reason) -> bool:
    return reason in ((await bus.publish([MESSAGE])).refusal or "")


async def has_entries(bus) -> bool:
    return await bus.client.xlen(STREAM) > 0


async def is_pending(bus) -> bool:
    return len(await bus.pending(STREAM, idle=0, count=10)) == 1


async def idles_for(bus, seconds) -> bool:
    return len(await bus.pending(STREAM, idle=seconds, count=10)) == 1
