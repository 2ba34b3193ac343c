"""Databases and their owner roles: each role reaches its own database and no other."""

from collections.abc import Iterable
from dataclasses import dataclass

from psycopg import AsyncConnection, sql

EXTENSIONS = ("vector", "pg_trgm")


@dataclass(frozen=True)
class Database:
    """A database with the role that owns it."""

    name: str
    owner: str
    password: str

    def url(self, port: int) -> str:
        """The owner's URL on this machine."""
        return f"postgresql://{self.owner}:{self.password}@127.0.0.1:{port}/{self.name}"


async def provision(superuser: Database, port: int, databases: Iterable[Database]) -> None:
    """Bring roles, databases, rights and extensions to what is wanted; what exists stays."""
    async with await AsyncConnection.connect(superuser.url(port), autocommit=True) as connection:
        for name in ("postgres", "template1"):
            await _close_to_public(connection, name)
        for database in databases:
            await _provide_role(connection, database)
            await _provide_database(connection, database)
    for database in databases:
        own = Database(database.name, superuser.owner, superuser.password)
        await provide_extensions(own.url(port))


async def provide_extensions(superuser_url: str) -> None:
    """Add the extensions to one database; only a superuser may add `vector`."""
    async with await AsyncConnection.connect(superuser_url, autocommit=True) as connection:
        await connection.execute("SET client_min_messages = warning")
        for extension in EXTENSIONS:
            await connection.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
            )


async def _provide_role(connection: AsyncConnection, database: Database) -> None:
    known = await connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [database.owner])
    verb = sql.SQL("ALTER" if await known.fetchone() else "CREATE")
    await connection.execute(
        sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
            verb, sql.Identifier(database.owner), sql.Literal(database.password)
        )
    )


async def _provide_database(connection: AsyncConnection, database: Database) -> None:
    known = await connection.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s", [database.name]
    )
    if not await known.fetchone():
        await connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(database.name), sql.Identifier(database.owner)
            )
        )
    await _close_to_public(connection, database.name)


async def _close_to_public(connection: AsyncConnection, name: str) -> None:
    await connection.execute(
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
    )
