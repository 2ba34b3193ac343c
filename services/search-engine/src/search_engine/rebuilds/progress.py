"""What a batch of snapshot events says about how far each owner has come."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from alice_contracts.envelope import Event
from alice_contracts.events.search import SnapshotCompleted
from alice_contracts.services import SERVICES

OWNERS = {service.source: service.short for service in SERVICES.values()}


def progress(
    facts: Sequence[Event[Any]], completions: Sequence[SnapshotCompleted]
) -> list[dict[str, object]]:
    """`received` and `expected` of each `owner` that the batch tells of."""
    received = Counter(OWNERS[fact.source] for fact in facts)
    expected = {completed.owner: completed.count for completed in completions}
    return [
        {"owner": owner, "received": received[owner], "expected": expected.get(owner)}
        for owner in sorted({*received, *expected})
    ]
