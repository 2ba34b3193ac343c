"""Documents and how to find them, as search answers them."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from alice_contracts.events.assets import Location, Rendition
from alice_contracts.http.assets import MAX_BATCH, AssetState, Rejection
from alice_contracts.http.base import Model, Request
from alice_contracts.identity import AssetId
from alice_contracts.media import MediaKind

# What PostgreSQL can compare with: text without NUL, and integers that fit their column.
Words = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00]+$")]
Bytes = Annotated[int, Field(ge=0, lt=2**63, description="bytes")]
Pixels = Annotated[int, Field(ge=1, lt=2**31, description="pixels")]


class Sort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    LARGEST = "largest"
    NAME = "name"


class DocumentQuery(Request):
    """Filters all hold at once; a list holds when one of its values does.

    Dates compare with `created_at`, `since` inclusive and `until` exclusive. `filename` is part
    of a name, in any case, or a pattern with `*` and `?`.
    """

    kind: list[MediaKind] = Field(default_factory=list)
    format: list[Words] = Field(default_factory=list, description="png, jpeg, webp, mp4, ...")
    state: list[AssetState] = Field(default_factory=list)
    library: list[Words] = Field(default_factory=list)
    filename: Words | None = None
    min_size: Bytes | None = None
    max_size: Bytes | None = None
    min_width: Pixels | None = None
    max_width: Pixels | None = None
    min_height: Pixels | None = None
    max_height: Pixels | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    sort: Sort = Sort.NEWEST
    limit: int = Field(default=50, ge=1, le=1000)
    cursor: str | None = None


class Document(Model):
    """Search's view of one asset.

    `created_at` is the earliest time that a file with this content was last modified, or that of
    the discovery where no file has it now; `filename` is the name of its first location.
    """

    asset_id: str
    state: AssetState
    mime: str
    kind: MediaKind
    format: str
    size: int
    filename: str | None
    created_at: AwareDatetime
    discovered_at: AwareDatetime
    locations: list[Location]
    width: int | None
    height: int | None
    duration: float | None
    frames: int | None
    pixel_hash: str | None
    perceptual_hash: str | None
    renditions: list[Rendition]
    rejection: Rejection | None


class Lookup(Request):
    asset_ids: list[AssetId] = Field(min_length=1, max_length=MAX_BATCH)


class FoundDocument(Model):
    asset_id: str
    state: AssetState
    rejection: Rejection | None


class LookupAnswer(Model):
    """Those of the asked that can be found."""

    found: list[FoundDocument]


class RebuildState(StrEnum):
    REQUESTED = "requested"
    COMPLETED = "completed"


class Rebuild(Model):
    """`waiting_for` are the owners whose snapshot has not wholly arrived."""

    id: UUID
    state: RebuildState
    requested_at: AwareDatetime
    completed_at: AwareDatetime | None
    received: int
    waiting_for: list[str]
