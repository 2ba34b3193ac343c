"""From rows to the facts that other services hear."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from alice_contracts.envelope import MAX_DATA_BYTES, EventData
from alice_contracts.events.assets import (
    AssetDeleted,
    AssetDiscovered,
    AssetProcessed,
    AssetRejected,
    AssetRelocated,
    AssetSuperseded,
    Location,
    Rendition,
)
from alice_contracts.http.assets import AssetState
from alice_contracts.media import MediaKind, RejectReason
from alice_core.events.outbox import Fact

AssetData = Row[Any]

LOCATION_BYTES = MAX_DATA_BYTES // 2


def location(row: Row[Any]) -> Location:
    """From a row with id, library (its name), directory, name and mtime_ns."""
    return Location(
        id=row.id,
        library=row.library,
        path=str(PurePosixPath(row.directory, row.name)),
        modified_at=datetime.fromtimestamp(row.mtime_ns / 1e9, UTC),
    )


def discovered(asset: AssetData, locations: Sequence[Location]) -> AssetDiscovered:
    return AssetDiscovered(
        mime=asset.mime,
        kind=MediaKind(asset.kind),
        size=asset.size,
        discovered_at=asset.discovered_at,
        locations=fitting(locations),
        location_count=len(locations),
    )


def relocated(locations: Sequence[Location]) -> AssetRelocated:
    return AssetRelocated(locations=fitting(locations), location_count=len(locations))


def fitting(locations: Sequence[Location]) -> tuple[Location, ...]:
    """The first locations, as many as an event has room for: one black picture lies anywhere."""
    sizes = accumulate(len(place.model_dump_json().encode()) for place in locations)
    return tuple(
        place for place, size in zip(locations, sizes, strict=True) if size <= LOCATION_BYTES
    )


def processed(asset: AssetData) -> AssetProcessed:
    return AssetProcessed(
        mime=asset.mime,
        kind=MediaKind(asset.kind),
        width=asset.width,
        height=asset.height,
        duration=asset.duration,
        frames=asset.frames,
        pixel_hash=asset.pixel_hash,
        perceptual_hash=asset.perceptual_hash,
        renditions=tuple(Rendition(**item) for item in asset.renditions),
    )


def rejected(asset: AssetData, locations: Sequence[Location]) -> AssetRejected:
    place = locations[0] if locations else None
    return AssetRejected(
        reason=RejectReason(asset.reject_reason),
        detail=asset.reject_detail,
        library=place.library if place else None,
        path=place.path if place else asset.asset_id,
    )


def location_subject(location_id: UUID) -> str:
    return f"location:{location_id}"


def snapshot(asset: AssetData, locations: Sequence[Location]) -> list[Fact]:
    """All that holds of an asset now, each fact at its present revision."""
    data: list[EventData] = [discovered(asset, locations)]
    if asset.state == AssetState.PROCESSED:
        data.append(processed(asset))
    if asset.state == AssetState.REJECTED:
        data.append(rejected(asset, locations))
    if asset.deleted_at:
        data.append(AssetDeleted())
    elif asset.superseded_by:
        data.append(AssetSuperseded(successor=asset.superseded_by))
    return [Fact(asset.asset_id, asset.revision, item) for item in data]
