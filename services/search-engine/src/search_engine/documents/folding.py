"""Facts to rows: of two facts about one asset and aspect, the higher revision holds.

A batch becomes one row an asset, whatever the order in which its facts came.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from pathlib import PurePosixPath
from typing import Any

from alice_contracts.envelope import Event, EventData
from alice_contracts.events.assets import (
    AssetDeleted,
    AssetDiscovered,
    AssetProcessed,
    AssetRejected,
    AssetRelocated,
    AssetRestored,
    AssetSuperseded,
    Location,
)
from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.events.quality import QualityAssessed
from alice_contracts.http.assets import AssetState
from alice_contracts.identity import PREFIX
from search_engine.documents.bounds import indexable
from search_engine.documents.models import ASPECTS
from search_engine.documents.provenance import provenance_columns
from search_engine.documents.words import vector

Row = dict[str, Any]
Columns = Mapping[str, object]


def fold_rows(events: Iterable[Event[Any]]) -> list[Row]:
    """One row an asset, in the order of their ids; aspects of which nothing is told have -1.

    Events about anything else, such as a file that is no asset, are passed over.
    """
    rows: dict[str, Row] = {}
    for event in events:
        if event.subject.startswith(PREFIX):
            _fold(rows.setdefault(event.subject, _blank(event.subject)), event)
    return [rows[asset_id] for asset_id in sorted(rows)]


def _blank(asset_id: str) -> Row:
    row: Row = {"asset_id": asset_id}
    for aspect, columns in ASPECTS.items():
        row |= {f"{aspect}_revision": -1, **columns}
    return row


def _fold(row: Row, event: Event[Any]) -> None:
    for aspect, columns in told(event.data):
        if event.revision > row[f"{aspect}_revision"]:
            row |= {f"{aspect}_revision": event.revision, **columns}


@singledispatch
def told(data: EventData) -> Iterator[tuple[str, Columns]]:
    """The aspects of which a fact tells, each with its columns."""
    raise TypeError(f"documents do not know what {data.type} tells")


@told.register
def _(data: AssetDiscovered) -> Iterator[tuple[str, Columns]]:
    yield (
        "presence",
        {
            "presence_mime": data.mime,
            "presence_kind": data.kind,
            "size": data.size,
            "discovered_at": data.discovered_at,
        },
    )
    yield "locations", _places(data.locations)


@told.register
def _(data: AssetRelocated) -> Iterator[tuple[str, Columns]]:
    yield "locations", _places(data.locations)


@told.register
def _(data: AssetProcessed) -> Iterator[tuple[str, Columns]]:
    yield (
        "pixels",
        {
            "state": AssetState.PROCESSED,
            "pixels_mime": data.mime,
            "pixels_kind": data.kind,
            "width": data.width,
            "height": data.height,
            "duration": data.duration,
            "frames": data.frames,
            "pixel_hash": data.pixel_hash,
            "perceptual_hash": data.perceptual_hash,
            "renditions": [rendition.model_dump(mode="json") for rendition in data.renditions],
            "rejection": None,
        },
    )


@told.register
def _(data: AssetRejected) -> Iterator[tuple[str, Columns]]:
    rejection = {"reason": data.reason, "detail": data.detail}
    yield "pixels", {**ASPECTS["pixels"], "state": AssetState.REJECTED, "rejection": rejection}


@told.register
def _(_data: AssetDeleted | AssetSuperseded) -> Iterator[tuple[str, Columns]]:
    yield "life", {"alive": False}


@told.register
def _(_data: AssetRestored) -> Iterator[tuple[str, Columns]]:
    yield "life", {"alive": True}


@told.register
def _(data: MetadataExtracted) -> Iterator[tuple[str, Columns]]:
    yield "provenance", provenance_columns(data.provenance)


@told.register
def _(data: QualityAssessed) -> Iterator[tuple[str, Columns]]:
    yield "quality", data.judgement.model_dump(mode="json", exclude={"measures"})


def _places(locations: tuple[Location, ...]) -> Columns:
    filename = indexable(PurePosixPath(locations[0].path).name) if locations else None
    return {
        "filename": filename,
        "filename_words": vector(filename or ""),
        "libraries": sorted({location.library for location in locations if location.library}),
        "locations": [location.model_dump(mode="json") for location in locations],
        "first_modified_at": min((location.modified_at for location in locations), default=None),
    }
