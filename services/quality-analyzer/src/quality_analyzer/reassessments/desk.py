"""Asking for assessments anew, and how far they have come."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.http.quality import Reassessment
from alice_core.database import Database
from alice_core.problems import not_found
from alice_core.work.queue import WorkQueue
from quality_analyzer.assessments.work import AGAIN, AssessWork, work_key
from quality_analyzer.reassessments import repository
from quality_analyzer.reassessments.state import State


class Reassessments:
    """Every call may be repeated: what it has done already it does not do again."""

    def __init__(self, database: Database, queue: WorkQueue[AssessWork]) -> None:
        self._database = database
        self._queue = queue

    async def add(self, reassessment_id: UUID, asset_ids: Sequence[str]) -> Reassessment:
        """Add assets to a reassessment, which the first call begins; not after a cancellation."""
        async with self._database.transaction() as session:
            if await repository.begin(session, reassessment_id):
                new = await repository.add(session, reassessment_id, asset_ids)
                await self._queue_work(session, reassessment_id, new)
            return await self._progress(session, reassessment_id)

    async def get(self, reassessment_id: UUID) -> Reassessment:
        """Raises a 404 problem where nobody asked for it."""
        async with self._database.reader() as session:
            return await self._progress(session, reassessment_id)

    async def cancel(self, reassessment_id: UUID) -> Reassessment:
        """Drop what has not begun; what others want of the same assets goes on."""
        async with self._database.transaction() as session:
            await repository.cancel(session, reassessment_id)
            asset_ids = await repository.pending(session, reassessment_id)
            keys = {work_key(asset_id, reassessment_id): asset_id for asset_id in asset_ids}
            dropped = await self._queue.withdraw(session, list(keys))
            await repository.end(
                session, reassessment_id, [keys[key] for key in dropped], State.DROPPED
            )
            return await self._progress(session, reassessment_id)

    async def _queue_work(
        self, session: AsyncSession, reassessment_id: UUID, asset_ids: Sequence[str]
    ) -> None:
        works = [AssessWork(asset_id=each, reassessment=reassessment_id) for each in asset_ids]
        await self._queue.add(session, [(work.key, work) for work in works], AGAIN)

    async def _progress(self, session: AsyncSession, reassessment_id: UUID) -> Reassessment:
        found = await repository.progress(session, reassessment_id, self._queue.name)
        if found is None:
            mend = "A PUT with asset ids begins it."
            raise not_found(f"The reassessment {reassessment_id}", mend)
        return found
