"""PostgreSQL's NOTIFY as a wake-up: losing one costs latency only."""

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

Connection = psycopg.AsyncConnection[TupleRow]


async def listen(connection: Connection, channel: str) -> None:
    await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))


async def wait_for_notice(connection: Connection, timeout: float) -> None:
    """Return at a notice or after `timeout` seconds; notices that lie waiting count as one."""
    async for _ in connection.notifies(timeout=timeout, stop_after=1):
        continue
    async for _ in connection.notifies(timeout=0):
        continue
