"""A queue of heavy work in the service's own table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.http.operations import FailedWork
from alice_core.work.tables import work

CHANNEL = "work"

P = TypeVar("P", bound=BaseModel)

# The last of several items with one key holds; a lease on the row ends, and its result is stale.
_ADD = text(
    "WITH item AS (SELECT DISTINCT ON (key) key, payload, place FROM "
    "unnest(CAST(:keys AS text[]), CAST(:payloads AS jsonb[])) WITH ORDINALITY "
    "AS item(key, payload, place) ORDER BY key, place DESC), "
    "added AS (INSERT INTO work (queue, key, payload, priority) "
    "SELECT :queue, key, payload, :priority FROM item ORDER BY key "
    "ON CONFLICT (queue, key) DO UPDATE SET payload = excluded.payload, "
    "priority = greatest(work.priority, excluded.priority), attempts = 0, available_at = now(), "
    "leased_by = NULL, token = NULL, error = NULL, failed_at = NULL, created_at = now()) "
    "SELECT pg_notify(:channel, :queue)"
)


@dataclass(frozen=True)
class Job(Generic[P]):
    """One piece of work under lease; `attempt` counts from 1, `token` names the lease."""

    id: int
    key: str
    payload: P
    attempt: int
    token: UUID


@dataclass(frozen=True)
class QueueDepth:
    """How much work there is; `oldest` is when the longest waiting was added."""

    waiting: int
    leased: int
    failed: int
    oldest: datetime | None


class WorkQueue(Generic[P]):
    """Work of one kind, told apart by key: adding a key that is there starts it afresh."""

    def __init__(self, name: str, payload: type[P]) -> None:
        self.name = name
        self.payload = payload

    async def add(
        self, session: AsyncSession, items: Iterable[tuple[str, P]], priority: int = 0
    ) -> None:
        """Write work in the caller's transaction; higher priority is taken first."""
        rows = [(key, payload.model_dump_json()) for key, payload in items]
        if not rows:
            return
        keys, payloads = (list(column) for column in zip(*rows, strict=True))
        await session.execute(
            _ADD,
            {
                "queue": self.name,
                "keys": keys,
                "payloads": payloads,
                "priority": priority,
                "channel": CHANNEL,
            },
        )

    async def cancel(self, session: AsyncSession, keys: Sequence[str]) -> None:
        """Give work up, whether it waits, has failed or is under way: its result is stale."""
        if keys:
            named = work.c.queue == self.name, work.c.key.in_(keys)
            await session.execute(delete(work).where(*named))

    async def withdraw(self, session: AsyncSession, keys: Sequence[str]) -> list[str]:
        """Take back work that waits; the keys of what was neither begun nor failed."""
        waiting = (
            select(work.c.id)
            .where(
                work.c.queue == self.name,
                work.c.key.in_(keys),
                work.c.token.is_(None),
                work.c.failed_at.is_(None),
            )
            # In one order everywhere, so that two who withdraw cannot deadlock.
            .order_by(work.c.key)
            .with_for_update()
        )
        found = await session.execute(
            delete(work).where(work.c.id.in_(waiting)).returning(work.c.key)
        )
        return list(found.scalars())

    async def depth(self, session: AsyncSession) -> QueueDepth:
        failed, leased = work.c.failed_at.is_not(None), work.c.token.is_not(None)
        waiting = ~failed & ~leased
        found = await session.execute(
            select(
                func.count().filter(waiting),
                func.count().filter(leased),
                func.count().filter(failed),
                func.min(work.c.created_at).filter(waiting),
            ).where(work.c.queue == self.name)
        )
        return QueueDepth(*found.one())

    async def list_failed(
        self, session: AsyncSession, limit: int = 100, after: int = 0
    ) -> list[FailedWork]:
        """Work that failed too often, by id; `after` is the id with which the page before ended."""
        columns = (
            work.c.id,
            work.c.queue,
            work.c.key,
            work.c.attempts,
            work.c.error,
            work.c.failed_at,
        )
        found = await session.execute(
            select(*columns)
            .where(work.c.queue == self.name, work.c.failed_at.is_not(None), work.c.id > after)
            .order_by(work.c.id)
            .limit(limit)
        )
        return [FailedWork(**row) for row in found.mappings()]

    async def retry(self, session: AsyncSession, ids: Sequence[int] | None = None) -> int:
        """Let failed work, all where no ids are given, be taken anew; returns how much it was."""
        found = await session.execute(
            update(work)
            .where(*self._failed(ids))
            .values(attempts=0, available_at=func.now(), error=None, failed_at=None)
            .returning(func.pg_notify(CHANNEL, self.name))
        )
        return len(found.all())

    async def drop(self, session: AsyncSession, ids: Sequence[int]) -> int:
        """Give up failed work for good; returns how much it was."""
        found = await session.execute(delete(work).where(*self._failed(ids)).returning(work.c.id))
        return len(found.all())

    def _failed(self, ids: Sequence[int] | None) -> list[ColumnElement[bool]]:
        failed = [work.c.queue == self.name, work.c.failed_at.is_not(None)]
        return failed if ids is None else [*failed, work.c.id.in_(ids)]
