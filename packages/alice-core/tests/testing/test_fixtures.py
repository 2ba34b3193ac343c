"""The fixtures give each test a database and a bus of its own."""

import psycopg
import pytest
import redis.asyncio


async def make_table(url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        await connection.execute("CREATE TABLE prepared (id int)")


@pytest.mark.parametrize("repetition", [1, 2])
async def test_each_test_has_an_empty_database(database_url, repetition):
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        await connection.execute("CREATE TABLE mine (embedding vector(3))")
        await connection.execute("INSERT INTO mine VALUES ('[1,2,3]')")
        row = await (await connection.execute("SELECT count(*) FROM mine")).fetchone()
    assert row == (1,)


async def test_a_template_is_prepared_once_and_cloned(database_factory):
    prepared = []

    async def prepare(url: str) -> None:
        prepared.append(url)
        await make_table(url)

    urls = [await database_factory("cloned", prepare) for _ in range(2)]

    assert len(prepared) == 1
    assert len(set(urls)) == 2
    for url in urls:
        async with await psycopg.AsyncConnection.connect(url) as connection:
            await connection.execute("INSERT INTO prepared VALUES (1)")
            row = await (await connection.execute("SELECT count(*) FROM prepared")).fetchone()
        assert row == (1,)


async def test_the_owner_is_no_superuser(database_url):
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        row = await (await connection.execute("SHOW is_superuser")).fetchone()
    assert row == ("off",)


@pytest.mark.parametrize("repetition", [1, 2])
async def test_each_test_has_an_empty_bus(redis_url, repetition):
    async with redis.asyncio.from_url(redis_url) as client:
        assert await client.dbsize() == 0
        await client.xadd("stream", {"key": "value"})
