"""What metadata hears: of assets that come and go, and of rebuilds."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.events.assets import (
    AssetDeleted,
    AssetDiscovered,
    AssetRestored,
    AssetSuperseded,
)
from alice_contracts.events.search import RebuildRequested
from alice_core.events.snapshots import Snapshots
from alice_core.events.subscription import Delivery, Subscription
from alice_core.work.queue import WorkQueue
from alice_provenance import EXTRACTOR
from metadata_extractor import repository
from metadata_extractor.repository import Word
from metadata_extractor.work import ExtractWork

COMES = (AssetDiscovered, AssetRestored)
GOES = (AssetDeleted, AssetSuperseded)


def subscription(queue: WorkQueue[ExtractWork], snapshots: Snapshots) -> Subscription:
    async def fold(session: AsyncSession, deliveries: Sequence[Delivery]) -> None:
        await snapshots.fold(session, deliveries)
        await fold_assets(session, queue, deliveries)

    return Subscription((*COMES, *GOES, RebuildRequested), fold)


async def fold_assets(
    session: AsyncSession, queue: WorkQueue[ExtractWork], deliveries: Sequence[Delivery]
) -> None:
    """Have read what came, once; take back the work on what went.

    What was extracted stays, so that a restored asset has it. Of several words about an asset
    the newest holds, in whatever order they arrive.
    """
    wanted = await repository.hear(session, _newest(deliveries))
    come = [asset_id for asset_id, comes in wanted.items() if comes]
    gone = [asset_id for asset_id, comes in wanted.items() if not comes]
    unread = await repository.unread(session, come, EXTRACTOR)
    await queue.add(session, [(asset_id, ExtractWork()) for asset_id in unread])
    await queue.cancel(session, gone)


def _newest(deliveries: Sequence[Delivery]) -> list[Word]:
    """The word of the highest revision about each asset."""
    told = [d.event for d in deliveries if isinstance(d.event.data, (*COMES, *GOES))]
    newest = {event.subject: event for event in sorted(told, key=lambda event: event.revision)}
    return [
        Word(asset_id, event.revision, isinstance(event.data, COMES))
        for asset_id, event in newest.items()
    ]
