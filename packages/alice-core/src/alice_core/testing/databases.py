"""Databases for tests: cloned from templates that are prepared once a session."""

from collections.abc import Awaitable, Callable
from itertools import count

from psycopg import AsyncConnection, sql

from alice_core.embedded.postgres import PostgresServer
from alice_core.embedded.provisioning import Database

Prepare = Callable[[str], Awaitable[None]]

_PASSWORD = "test"  # noqa: S105


class Databases:
    """The templates and clones of one server.

    Roles belong to a whole server, so a clone has its template's owner.
    """

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._templates: dict[str, Database] = {}
        self._numbers = count(1)

    async def clone(self, name: str, prepare: Prepare | None = None) -> Database:
        """Make a database from template `name`, which `prepare` fills through its owner's URL.

        `prepare` runs at the first call for a name, and closes its connections.
        """
        template = self._templates.get(name) or await self._make_template(name, prepare)
        clone = Database(f"{name}_{next(self._numbers)}", template.owner, template.password)
        await self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}"),
            clone.name,
            template.name,
            clone.owner,
        )
        return clone

    async def drop(self, database: Database) -> None:
        """Remove a clone with whatever is still connected to it."""
        await self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)"), database.name)

    def url(self, database: Database) -> str:
        """The owner's URL."""
        return database.url(self._server.port)

    async def _make_template(self, name: str, prepare: Prepare | None) -> Database:
        template = Database(f"{name}_template", f"{name}_owner", _PASSWORD)
        await self._server.provision([template])
        if prepare is not None:
            await prepare(self.url(template))
        self._templates[name] = template
        return template

    async def _execute(self, statement: sql.SQL, *names: str) -> None:
        url = self._server.superuser.url(self._server.port)
        async with await AsyncConnection.connect(url, autocommit=True) as connection:
            await connection.execute(statement.format(*map(sql.Identifier, names)))
