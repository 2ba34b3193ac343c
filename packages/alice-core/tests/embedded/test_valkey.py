"""The embedded Valkey: users, crashes and a full memory."""

import pytest
import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, OutOfMemoryError

from alice_core.embedded.valkey import BusUser
from alice_core.testing import new_valkey

WRITER = BusUser("writer", "secret", "~mine +@stream +ping")


@pytest.fixture
async def guarded(own_server_dir):
    running = new_valkey(own_server_dir, [WRITER])
    await running.start()
    yield running.server
    running.kill()


async def test_nobody_gets_in_without_a_password(guarded):
    async with redis.asyncio.Redis(port=guarded.port, retry=Retry(NoBackoff(), 0)) as client:
        with pytest.raises(AuthenticationError):
            await client.ping()


async def test_a_user_has_its_rules_and_no_more(guarded):
    async with redis.asyncio.from_url(guarded.url(WRITER)) as client:
        await client.xadd("mine", {"key": "value"})
        with pytest.raises(NoPermissionError):
            await client.xadd("yours", {"key": "value"})
        with pytest.raises(NoPermissionError):
            await client.flushall()


async def test_passwords_stand_in_the_acl_file_as_hashes_only(guarded):
    text = (guarded.data_dir / "users.acl").read_text()
    assert "writer" in text
    assert WRITER.password not in text


async def test_a_crash_keeps_streams_and_groups_that_reached_the_file(own_valkey):
    url = own_valkey.server.url(own_valkey.server.admin)
    async with redis.asyncio.from_url(url) as client:
        await client.xgroup_create("stream", "group", id="0", mkstream=True)
        await client.xadd("stream", {"key": "value"})
        await client.execute_command("WAITAOF", 1, 0, 5000)
    own_valkey.kill()
    await own_valkey.start()
    async with redis.asyncio.from_url(url) as client:
        assert await client.xlen("stream") == 1
        assert len(await client.xinfo_groups("stream")) == 1


async def test_a_full_bus_refuses_and_evicts_nothing(redis_url):
    async with redis.asyncio.from_url(redis_url) as client:
        await client.xadd("stream", {"key": "value"})
        await client.config_set("maxmemory", 1)
        try:
            with pytest.raises(OutOfMemoryError):
                await client.xadd("stream", {"key": "value"})
        finally:
            await client.config_set("maxmemory", 0)
        assert await client.xlen("stream") == 1
