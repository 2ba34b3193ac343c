"""What a batch of facts says about assets: whether they have pixels, and whether they live."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from alice_contracts.envelope import Event
from alice_contracts.events.assets import (
    AssetDeleted,
    AssetProcessed,
    AssetRestored,
    AssetSuperseded,
)

NEVER = -1


@dataclass
class Heard:
    """Of one asset, the newest of each aspect; an aspect that was not told of has revision -1."""

    asset_id: str
    pixels_revision: int = NEVER
    life_revision: int = NEVER
    alive: bool = True

    def take(self, event: Event[Any]) -> None:
        """Take in a fact, older or newer."""
        if isinstance(event.data, AssetProcessed):
            self.pixels_revision = max(self.pixels_revision, event.revision)
        elif event.revision > self.life_revision:
            self.life_revision = event.revision
            self.alive = isinstance(event.data, AssetRestored)


FACTS = (AssetProcessed, AssetDeleted, AssetSuperseded, AssetRestored)


def heard(events: Iterable[Event[Any]]) -> list[Heard]:
    """One entry an asset, in order of asset id."""
    found: dict[str, Heard] = {}
    for event in events:
        if isinstance(event.data, FACTS):
            found.setdefault(event.subject, Heard(event.subject)).take(event)
    return sorted(found.values(), key=lambda entry: entry.asset_id)
