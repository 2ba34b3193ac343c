"""Addresses as operators write them, and transactions that hold or do not."""

import pytest
from sqlalchemy import text

from alice_core.database import Database, engine_url


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_the_address_is_understood(scheme):
    url = engine_url(f"{scheme}://user:p%40ss@host:5432/name")
    assert url.drivername == "postgresql+psycopg"
    assert (url.username, url.password, url.database) == ("user", "p@ss", "name")


def test_another_kind_of_database_is_refused():
    with pytest.raises(ValueError, match="'mysql'"):
        engine_url("mysql://host/name")


async def test_a_failing_block_leaves_nothing(database_url):
    database = Database(database_url)
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE things (id int)"))

    async def fail() -> None:
        async with database.transaction() as session:
            await session.execute(text("INSERT INTO things VALUES (1)"))
            raise RuntimeError("after the insert")

    with pytest.raises(RuntimeError):
        await fail()
    async with database.reader() as session:
        assert await session.scalar(text("SELECT count(*) FROM things")) == 0
    await database.close()
