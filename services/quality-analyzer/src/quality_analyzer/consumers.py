"""What quality hears: facts about assets, and requests for a snapshot."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.events.search import RebuildRequested
from alice_core.events.snapshots import Snapshots
from alice_core.events.subscription import Delivery, Subscription
from quality_analyzer.assessments.heard import FACTS
from quality_analyzer.assessments.intake import Intake


def subscription(intake: Intake, snapshots: Snapshots) -> Subscription:
    async def fold(session: AsyncSession, deliveries: Sequence[Delivery]) -> None:
        await intake.fold(session, deliveries)
        await snapshots.fold(session, deliveries)

    return Subscription((*FACTS, RebuildRequested), fold)
