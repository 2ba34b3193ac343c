"""Facts that search owns, and the marker that ends an owner's snapshot."""

from typing import ClassVar
from uuid import UUID

from alice_contracts.envelope import EventData


class RebuildRequested(EventData):
    """Asks every owner for a snapshot of its facts. The subject is the rebuild id."""

    type: ClassVar[str] = "search.rebuild_requested"
    aspect: ClassVar[str] = "rebuild"

    rebuild_id: UUID
    owners: tuple[str, ...]


class SnapshotCompleted(EventData):
    """An owner has said all its facts: `count` events came before this one."""

    type: ClassVar[str] = "snapshot.completed"
    aspect: ClassVar[str] = "snapshot"

    rebuild_id: UUID
    owner: str
    count: int
