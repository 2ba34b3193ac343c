"""Facts from the bus into documents: the live ones, and those that a rebuild makes anew."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.envelope import Event
from alice_contracts.events.search import SnapshotCompleted
from alice_contracts.streams import ASSET_FACTS
from alice_core.events.subscription import Delivery, Subscription
from search_engine.documents import repository as documents
from search_engine.documents.folding import fold_rows
from search_engine.rebuilds import repository as rebuilds
from search_engine.rebuilds.models import BUILDING
from search_engine.rebuilds.progress import progress


async def fold(session: AsyncSession, deliveries: Sequence[Delivery]) -> None:
    """Fold a batch in a number of statements that does not grow with it.

    Live facts go into both sets of documents, a snapshot's facts into the built one alone;
    those of a rebuild that was given up go nowhere.
    """
    events = [delivery.event for delivery in deliveries]
    rebuild_id = await rebuilds.running(session)
    facts = [event for event in events if not isinstance(event.data, SnapshotCompleted)]
    live = [fact for fact in facts if fact.rebuild is None]
    if rows := fold_rows(live):
        await documents.upsert(session, rows)
    if rebuild_id is not None:
        await _build(session, rebuild_id, events)


async def _build(session: AsyncSession, rebuild_id: UUID, events: Sequence[Event[Any]]) -> None:
    completions = [e.data for e in events if isinstance(e.data, SnapshotCompleted)]
    facts = [e for e in events if not isinstance(e.data, SnapshotCompleted)]
    snapshot = [fact for fact in facts if fact.rebuild == rebuild_id]
    ended = [data for data in completions if data.rebuild_id == rebuild_id]
    live = [fact for fact in facts if fact.rebuild is None]
    if rows := fold_rows([*live, *snapshot]):
        await documents.upsert(session, rows, BUILDING)
    if not (snapshot or ended):
        return
    if await rebuilds.count(session, rebuild_id, progress(snapshot, ended)):
        await rebuilds.swap(session, rebuild_id)


SUBSCRIPTION = Subscription(types=(*ASSET_FACTS, SnapshotCompleted), fold=fold)
