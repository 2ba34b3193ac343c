"""Snapshots: an owner says all its facts once more, for a reader that builds itself anew."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.events.search import RebuildRequested, SnapshotCompleted
from alice_contracts.services import Service
from alice_contracts.streams import REBUILD_STREAM
from alice_core.database import Database
from alice_core.events.outbox import Fact, Outbox
from alice_core.events.subscription import Delivery
from alice_core.work.queue import Job, WorkQueue
from alice_core.work.worker import Commit, Worker

PAGE_SUBJECTS = 500
OUTBOX_LIMIT = 10_000
THROTTLE_SECONDS = 0.5

Page = Callable[[AsyncSession, str | None, int], Awaitable[Sequence[Fact]]]
"""The facts of up to so many subjects that come after the given one, in order of subject.

All facts of a subject stand on one page, each with the revision under which it came about;
no facts mean that there are no further subjects.
"""


class SnapshotPage(BaseModel):
    """How far a snapshot has come: `after` is the last subject said, `count` that of events."""

    rebuild_id: UUID
    after: str | None = None
    count: int = 0


class Snapshots:
    """The snapshots of one owner, as work of which each piece is a page.

    Finishing a page writes its facts to the outbox and adds the next page, in one
    transaction; so a snapshot goes on where it was after any crash.
    """

    def __init__(self, service: Service, outbox: Outbox, page: Page) -> None:
        self.queue = WorkQueue("snapshot", SnapshotPage)
        self._service = service
        self._outbox = outbox
        self._page = page

    async def fold(self, session: AsyncSession, deliveries: Sequence[Delivery]) -> None:
        """Begin what `search.rebuild_requested` asks of this owner; pass over other events."""
        asked = [delivery.event.data for delivery in deliveries]
        wanted = [
            data.rebuild_id
            for data in asked
            if isinstance(data, RebuildRequested) and self._service.short in data.owners
        ]
        await self.queue.add(
            session, [(str(rebuild), SnapshotPage(rebuild_id=rebuild)) for rebuild in wanted]
        )

    def worker(self, database: Database, instance: str) -> Worker[SnapshotPage]:
        """Says one page after another, as long as fewer than 10,000 events wait to be sent."""

        async def compute(job: Job[SnapshotPage]) -> Commit:
            await self._wait_for_room(database)
            return self._say(job)

        return Worker(database, self.queue, compute, 1, instance)

    async def _wait_for_room(self, database: Database) -> None:
        while True:
            async with database.reader() as session:
                if await self._outbox.size(session, OUTBOX_LIMIT) < OUTBOX_LIMIT:
                    return
            await asyncio.sleep(THROTTLE_SECONDS)

    def _say(self, job: Job[SnapshotPage]) -> Commit:
        async def commit(session: AsyncSession) -> None:
            page = job.payload
            facts = await self._page(session, page.after, PAGE_SUBJECTS)
            if facts:
                following = SnapshotPage(
                    rebuild_id=page.rebuild_id,
                    after=facts[-1].subject,
                    count=page.count + len(facts),
                )
                await self.queue.add(session, [(job.key, following)])
            else:
                facts = [self._completed(page)]
            await self._outbox.add(session, facts, REBUILD_STREAM.name, page.rebuild_id)

        return commit

    def _completed(self, page: SnapshotPage) -> Fact:
        data = SnapshotCompleted(
            rebuild_id=page.rebuild_id, owner=self._service.short, count=page.count
        )
        return Fact(str(page.rebuild_id), 0, data)
