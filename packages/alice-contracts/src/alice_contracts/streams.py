"""Which stream carries what, from whom, and who hears it."""

from dataclasses import dataclass

from alice_contracts.envelope import EventData
from alice_contracts.events.assets import (
    AssetDeleted,
    AssetDiscovered,
    AssetProcessed,
    AssetRejected,
    AssetRelocated,
    AssetRestored,
    AssetSuperseded,
)
from alice_contracts.events.search import RebuildRequested, SnapshotCompleted
from alice_contracts.services import ASSETS, METADATA, QUALITY, SEARCH, Service

ASSET_FACTS: tuple[type[EventData], ...] = (
    AssetDiscovered,
    AssetProcessed,
    AssetRejected,
    AssetRelocated,
    AssetSuperseded,
    AssetDeleted,
    AssetRestored,
)


@dataclass(frozen=True)
class Stream:
    """`hears` gives the types that each subscriber takes from this stream."""

    name: str
    publishers: tuple[Service, ...]
    types: tuple[type[EventData], ...]
    hears: dict[Service, tuple[type[EventData], ...]]


ASSETS_STREAM = Stream(
    name="alice.assets",
    publishers=(ASSETS,),
    types=ASSET_FACTS,
    hears={
        METADATA: (AssetDiscovered, AssetDeleted, AssetSuperseded),
        QUALITY: (AssetProcessed, AssetDeleted, AssetSuperseded),
        SEARCH: ASSET_FACTS,
    },
)
SEARCH_STREAM = Stream(
    name="alice.search",
    publishers=(SEARCH,),
    types=(RebuildRequested,),
    hears={ASSETS: (RebuildRequested,)},
)
REBUILD_STREAM = Stream(
    name="alice.rebuild",
    publishers=(ASSETS,),
    types=(*ASSET_FACTS, SnapshotCompleted),
    hears={SEARCH: (*ASSET_FACTS, SnapshotCompleted)},
)

STREAMS: dict[str, Stream] = {
    stream.name: stream for stream in (ASSETS_STREAM, SEARCH_STREAM, REBUILD_STREAM)
}

EVENT_TYPES: dict[str, type[EventData]] = {
    data.type: data for stream in STREAMS.values() for data in stream.types
}


def dead_stream(service: Service) -> str:
    """Where events go that this service could not fold."""
    return f"alice.dead.{service.short}"


def home_stream(data: type[EventData], publisher: Service) -> Stream:
    """The stream on which `publisher` says facts of this type when they come about.

    Raises `LookupError` where the service does not own the type.
    """
    for stream in STREAMS.values():
        if stream is not REBUILD_STREAM and data in stream.types and publisher in stream.publishers:
            return stream
    if data is SnapshotCompleted and publisher in REBUILD_STREAM.publishers:
        return REBUILD_STREAM
    raise LookupError(f"{publisher.short} does not publish {data.type}")


def published_by(service: Service) -> list[Stream]:
    return [stream for stream in STREAMS.values() if service in stream.publishers]


def heard_by(service: Service) -> list[Stream]:
    return [stream for stream in STREAMS.values() if service in stream.hears]
