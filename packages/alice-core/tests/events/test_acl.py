"""A service's user can do its work on the real server, and nothing beside it."""

import pytest
from redis.exceptions import NoPermissionError

from alice_contracts.events.assets import AssetDeleted
from alice_contracts.services import ASSETS, METADATA, SEARCH
from alice_core.embedded.valkey import BusUser
from alice_core.events.acl import acl_rules
from alice_core.events.bus import Bus
from alice_core.events.consumer import Consumer
from alice_core.events.dead_letters import DeadLetters
from alice_core.events.relay import Relay
from alice_core.events.status import queue_status
from alice_core.events.subscription import Subscription
from alice_core.events.trimming import trim
from alice_core.testing import eventually, new_valkey

STREAM = "alice.assets"


@pytest.fixture
async def bus_of(own_server_dir):
    users = [BusUser(s.short, "secret", acl_rules(s)) for s in (ASSETS, METADATA, SEARCH)]
    running = new_valkey(own_server_dir, users)
    await running.start()
    opened = []

    def open_bus(service) -> Bus:
        user = next(user for user in users if user.name == service.short)
        opened.append(Bus(running.server.url(user), service))
        return opened[-1]

    yield open_bus
    for bus in opened:
        await bus.close()
    running.kill()


async def test_every_part_can_do_its_work(
    running, bus_of, database, subscription, publish, arrives
):
    assets, search = bus_of(ASSETS), bus_of(SEARCH)
    consumer = Consumer(database, search, SEARCH, subscription, "one", claim_idle=0.05)
    await publish(1, 2)
    async with running(Relay(database, assets, ASSETS, housekeeping=0), consumer):
        await arrives(1, 2)
    assert await trim(assets, STREAM) == 0
    await search.forget_idle_consumers(STREAM)
    for bus, service in ((assets, ASSETS), (search, SEARCH)):
        assert (await queue_status(database, bus, service, [])).bus


async def test_dead_letters_can_be_buried_and_dropped(running, bus_of, database):
    assets, search = bus_of(ASSETS), bus_of(SEARCH)

    async def refuse(session, deliveries) -> None:
        raise ValueError

    subscription = Subscription((AssetDeleted,), refuse)
    await assets.publish([(STREAM, {"type": "asset.deleted", "event": "{"})])
    dead = DeadLetters(database, search, SEARCH, subscription)
    consumer = Consumer(database, search, SEARCH, subscription, "one", claim_idle=0.05)
    async with running(consumer):
        (letter,) = await eventually(dead.list)
    await dead.replay(letter.id)
    await dead.drop(letter.id)


async def test_idle_entries_can_be_claimed_by_the_server(bus_of):
    search = bus_of(SEARCH)
    await search.ensure_groups([STREAM])
    await search.client.xautoclaim(STREAM, "search", "one", 0)


@pytest.mark.parametrize(
    ("service", "command"),
    [
        (SEARCH, ("XADD", STREAM, "*", "a", "b")),
        (SEARCH, ("XTRIM", STREAM, "MAXLEN", "0")),
        (SEARCH, ("XGROUP", "DESTROY", STREAM, "metadata")),
        (SEARCH, ("XGROUP", "SETID", STREAM, "metadata", "$")),
        (SEARCH, ("XDEL", STREAM, "1-1")),
        (SEARCH, ("DEL", STREAM)),
        (SEARCH, ("XADD", "alice.dead.assets", "*", "a", "b")),
        (SEARCH, ("XRANGE", "alice.dead.assets", "-", "+")),
        (ASSETS, ("XDEL", STREAM, "1-1")),
        (ASSETS, ("XREADGROUP", "GROUP", "search", "x", "STREAMS", STREAM, ">")),
        (ASSETS, ("XREADGROUP", "GROUP", "assets", "x", "STREAMS", "alice.rebuild", ">")),
        (METADATA, ("XADD", "alice.quality", "*", "a", "b")),
        (METADATA, ("SET", "other", "1")),
        (METADATA, ("KEYS", "*")),
        (METADATA, ("FLUSHALL",)),
        (METADATA, ("CONFIG", "GET", "*")),
        (METADATA, ("EVAL", "return 1", "0")),
    ],
)
async def test_nothing_else_is_allowed(bus_of, service, command):
    with pytest.raises(NoPermissionError):
        await bus_of(service).client.execute_command(*command)
