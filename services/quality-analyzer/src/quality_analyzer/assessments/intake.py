"""From facts about assets to work, and to work that nobody needs any more."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from alice_core.events.subscription import Delivery
from alice_core.work.queue import WorkQueue
from quality_analyzer.assessments import repository
from quality_analyzer.assessments.heard import heard
from quality_analyzer.assessments.work import FIRST, AssessWork, work_key
from quality_analyzer.reassessments import repository as reassessments
from quality_analyzer.reassessments.state import State


class Intake:
    def __init__(self, queue: WorkQueue[AssessWork]) -> None:
        self._queue = queue

    async def fold(self, session: AsyncSession, deliveries: Sequence[Delivery]) -> None:
        """Have assessed what never was, and drop what waits of assets that are gone.

        The pixels of an asset never change, however often they are told of.
        """
        told = heard(delivery.event for delivery in deliveries)
        if not told:
            return
        rows = await repository.remember(session, told)
        wanted = [row.asset_id for row in rows if row.alive and (row.processed or row.restored)]
        if wanted:
            await self._assess(session, await repository.without_assessment(session, wanted))
        gone = [row.asset_id for row in rows if not row.alive]
        if gone:
            await self._drop(session, gone)

    async def _assess(self, session: AsyncSession, asset_ids: Sequence[str]) -> None:
        works = [AssessWork(asset_id=asset_id) for asset_id in asset_ids]
        await self._queue.add(session, [(work.key, work) for work in works], FIRST)

    async def _drop(self, session: AsyncSession, asset_ids: Sequence[str]) -> None:
        asked = await reassessments.pending_of(session, asset_ids)
        waiting = {
            work_key(asset_id, asked_by): (asked_by, asset_id) for asked_by, asset_id in asked
        }
        for key in await self._queue.withdraw(session, [*asset_ids, *waiting]):
            if key in waiting:
                asked_by, asset_id = waiting[key]
                await reassessments.end(session, asked_by, [asset_id], State.FAILED)
