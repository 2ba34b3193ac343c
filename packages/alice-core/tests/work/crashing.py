"""A worker in a process of its own, which stops for good at a named point.

Usage: python crashing.py POINT DATABASE_URL. It writes `reached` there, and waits to be killed.
"""

import asyncio
import sys

from pydantic import BaseModel
from sqlalchemy import text

from alice_core.database import Database
from alice_core.work.queue import WorkQueue
from alice_core.work.worker import Worker


class Sum(BaseModel):
    value: int


async def stop_for_good() -> None:
    sys.stdout.write("reached\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


async def stop_computing(job):
    await stop_for_good()


async def stop_committing(job):
    async def commit(session) -> None:
        await session.execute(
            text("INSERT INTO result (key, value) VALUES (:key, :value)"),
            {"key": job.key, "value": job.payload.value},
        )
        await stop_for_good()

    return commit


POINTS = {
    "in the middle of leased work": stop_computing,
    "in the middle of the commit": stop_committing,
}

if __name__ == "__main__":
    point, database_url = sys.argv[1:]
    queue = WorkQueue("sums", Sum)
    asyncio.run(Worker(Database(database_url), queue, POINTS[point], 1, "one", lease=1).run())
