"""One PostgreSQL database a service, reached by SQLAlchemy on psycopg."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg.rows import TupleRow
from sqlalchemy import URL, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import QueuePool

DRIVER = "postgresql+psycopg"

# A peer that vanished without a word is noticed within a minute, so that locks pass on.
CONNECTION: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 50_000,
}


# Prepared statements outlive their server connection behind a transaction pooler, which takes no
# options.
BEHIND_POOLER: dict[str, Any] = {"prepare_threshold": None}

# A pool keeps what a rush has opened, and each connection takes megabytes of the server; the one
# that is used last is used first, so that the others are left alone for so long and go.
IDLE_SECONDS = 60


def engine_url(url: str) -> URL:
    """Accept what CloudNativePG and other tools write (`postgres://`, `postgresql://`)."""
    parsed = make_url(url)
    if parsed.get_backend_name() not in {"postgres", "postgresql"}:
        raise ValueError(
            f"DATABASE_URL names {parsed.get_backend_name()!r}; give a postgresql:// address"
        )
    return parsed.set(drivername=DRIVER)


def _ending_idleness(url: str) -> dict[str, str]:
    """Connection arguments; an address that has options of its own keeps them alone."""
    if "options" in make_url(url).query:
        return {}
    return {"options": f"-c idle_session_timeout={IDLE_SECONDS}s"}


class Database:
    """Sessions on the pooled address, and direct connections to the primary.

    Session locks and LISTEN do not survive a transaction pooler, so whatever needs them
    takes a direct connection.
    """

    def __init__(
        self, url: str, *, pool_url: str | None = None, pool_size: int = 5, name: str = "alice"
    ) -> None:
        self._direct_url = engine_url(url).set(drivername="postgresql")
        self._name = name
        self.engine: AsyncEngine = create_async_engine(
            engine_url(pool_url or url),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            pool_use_lifo=True,
            connect_args={
                **CONNECTION,
                "application_name": name,
                **(BEHIND_POOLER if pool_url else _ending_idleness(url)),
            },
        )
        self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session whose work is committed when the block ends, or nothing of it."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads, each statement what is committed when it begins."""
        async with AsyncSession(self._reading, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def direct(self) -> AsyncIterator[psycopg.AsyncConnection[TupleRow]]:
        """A connection of its own to the primary, in autocommit."""
        connection = await psycopg.AsyncConnection.connect(
            self._direct_url.render_as_string(hide_password=False),
            autocommit=True,
            application_name=self._name,
            **CONNECTION,
        )
        async with connection:
            yield connection

    async def ping(self) -> None:
        """Raises what the driver raises when the database does not answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    def connections(self) -> tuple[int, int]:
        """Connections of the pool: in use, idle."""
        pool = self.engine.pool
        assert isinstance(pool, QueuePool)
        return pool.checkedout(), pool.checkedin()

    async def close(self) -> None:
        await self.engine.dispose()


class QueryCounter:
    """Counts the statements that an engine sends: a measure that does not flake."""

    def __init__(self, database: Database) -> None:
        self.statements: list[str] = []
        event.listen(
            database.engine.sync_engine,
            "before_cursor_execute",
            lambda _c, _cur, statement, *_: self.statements.append(statement),
        )
