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
from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.events.quality import QualityAssessed
from alice_contracts.events.search import RebuildRequested, SnapshotCompleted
from alice_contracts.events.workflow import (
    WorkflowCompleted,
    WorkflowFailed,
    WorkflowStarted,
    WorkflowStepCompleted,
)
from alice_contracts.services import ASSETS, METADATA, QUALITY, SEARCH, WORKFLOW, Service

ASSET_FACTS: tuple[type[EventData], ...] = (
    AssetDiscovered,
    AssetProcessed,
    AssetRejected,
    AssetRelocated,
    AssetSuperseded,
    AssetDeleted,
    AssetRestored,
)
METADATA_FACTS: tuple[type[EventData], ...] = (MetadataExtracted,)
QUALITY_FACTS: tuple[type[EventData], ...] = (QualityAssessed,)
DOCUMENT_FACTS = (*ASSET_FACTS, *METADATA_FACTS, *QUALITY_FACTS)
WORKFLOW_FACTS: tuple[type[EventData], ...] = (
    WorkflowStarted,
    WorkflowStepCompleted,
    WorkflowCompleted,
    WorkflowFailed,
)


@dataclass(frozen=True)
class Stream:
    """`hears` gives the types that each subscriber takes from this stream.

    One that nobody hears is kept for an hour, for people to look at.
    """

    name: str
    publishers: tuple[Service, ...]
    types: tuple[type[EventData], ...]
    hears: dict[Service, tuple[type[EventData], ...]]


METADATA_HEARS: tuple[type[EventData], ...] = (
    AssetDiscovered,
    AssetDeleted,
    AssetSuperseded,
    AssetRestored,
)
QUALITY_HEARS: tuple[type[EventData], ...] = (
    AssetProcessed,
    AssetDeleted,
    AssetSuperseded,
    AssetRestored,
)

ASSETS_STREAM = Stream(
    name="alice.assets",
    publishers=(ASSETS,),
    types=ASSET_FACTS,
    hears={
        METADATA: METADATA_HEARS,
        QUALITY: QUALITY_HEARS,
        SEARCH: ASSET_FACTS,
    },
)
METADATA_STREAM = Stream(
    name="alice.metadata",
    publishers=(METADATA,),
    types=METADATA_FACTS,
    hears={SEARCH: METADATA_FACTS},
)
QUALITY_STREAM = Stream(
    name="alice.quality",
    publishers=(QUALITY,),
    types=QUALITY_FACTS,
    hears={SEARCH: QUALITY_FACTS},
)
WORKFLOW_STREAM = Stream(
    name="alice.workflow",
    publishers=(WORKFLOW,),
    types=WORKFLOW_FACTS,
    hears={},
)
SEARCH_STREAM = Stream(
    name="alice.search",
    publishers=(SEARCH,),
    types=(RebuildRequested,),
    hears=dict.fromkeys((ASSETS, METADATA, QUALITY), (RebuildRequested,)),
)
REBUILD_STREAM = Stream(
    name="alice.rebuild",
    publishers=(ASSETS, METADATA, QUALITY),
    types=(*DOCUMENT_FACTS, SnapshotCompleted),
    # A bus that was lost took facts about assets from whoever had not heard them yet.
    hears={
        METADATA: METADATA_HEARS,
        QUALITY: QUALITY_HEARS,
        SEARCH: (*DOCUMENT_FACTS, SnapshotCompleted),
    },
)

STREAMS: dict[str, Stream] = {
    stream.name: stream
    for stream in (
        ASSETS_STREAM,
        METADATA_STREAM,
        QUALITY_STREAM,
        WORKFLOW_STREAM,
        SEARCH_STREAM,
        REBUILD_STREAM,
    )
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
