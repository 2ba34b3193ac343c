"""What a batch of snapshot events says about how far each owner has come."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from alice_contracts.envelope import Event
from alice_contracts.events.search import SnapshotCompleted
from alice_contracts.services import SERVICES

OWNERS = {service.source: service.short for service in SERVICES.values()}


def progress(events: Sequence[Event[Any]]) -> list[dict[str, object]]:
    """`received` and `expected` of each `owner` that the batch tells of."""
    ends = [event.data for event in events if isinstance(event.data, SnapshotCompleted)]
    facts = [event for event in events if not isinstance(event.data, SnapshotCompleted)]
    received = Counter(OWNERS[fact.source] for fact in facts)
    expected = {end.owner: end.count for end in ends}
    return [
        {"owner": owner, "received": received[owner], "expected": expected.get(owner)}
        for owner in sorted({*received, *expected})
    ]
