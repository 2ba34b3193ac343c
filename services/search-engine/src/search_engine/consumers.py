"""Facts from the bus into documents: the live ones, and those that a rebuild makes anew."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.envelope import Event
from alice_contracts.events.search import SnapshotCompleted
from alice_contracts.streams import DOCUMENT_FACTS
from alice_core.events.subscription import Delivery, Subscription
from search_engine.documents import repository as documents
from search_engine.documents.folding import fold_rows
from search_engine.rebuilds import repository as rebuilds
from search_engine.rebuilds.models import BUILDING
from search_engine.rebuilds.progress import progress

Events = Sequence[Event[Any]]


async def fold(session: AsyncSession, deliveries: Sequence[Delivery]) -> None:
    """Fold a batch in a number of statements that does not grow with it.

    Live facts go into both sets of documents, a snapshot's facts into the built one alone;
    those of a rebuild that was given up go nowhere.
    """
    events = [delivery.event for delivery in deliveries]
    live = [event for event in events if event.rebuild is None]
    rebuild_id = await rebuilds.running(session)
    if rows := fold_rows(live):
        await documents.upsert(session, rows)
    if rebuild_id is not None:
        await _build(session, rebuild_id, live, [e for e in events if e.rebuild == rebuild_id])


async def _build(session: AsyncSession, rebuild_id: UUID, live: Events, snapshot: Events) -> None:
    if rows := fold_rows([*live, *snapshot]):
        await documents.upsert(session, rows, BUILDING)
    if snapshot and await rebuilds.count(session, rebuild_id, progress(snapshot)):
        await rebuilds.swap(session, rebuild_id)


SUBSCRIPTION = Subscription(types=(*DOCUMENT_FACTS, SnapshotCompleted), fold=fold)
