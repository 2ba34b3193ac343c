"""Facts that assets owns.

The subject is the asset id, or `location:` and the location's id for a file that could not
become an asset (empty, unreadable, of no known type).
"""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from alice_contracts.envelope import EventData
from alice_contracts.identity import AssetId
from alice_contracts.media import MediaKind, RejectReason


class Location(BaseModel):
    """A place where an asset lies; `library` is null for what was uploaded.

    `path` is relative to the library's root and uses forward slashes.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    library: str | None
    path: str
    modified_at: AwareDatetime


class Rendition(BaseModel):
    """A derived picture; `edge` is the bound of its longer side in pixels."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    edge: int
    mime: str
    width: int
    height: int
    size: int


class AssetDiscovered(EventData):
    """New content. `locations` holds as many as fit an event, of `location_count` in all."""

    type: ClassVar[str] = "asset.discovered"
    aspect: ClassVar[str] = "presence"

    mime: str
    kind: MediaKind
    size: int
    discovered_at: AwareDatetime
    locations: tuple[Location, ...]
    location_count: int | None = None


class AssetRelocated(EventData):
    """The places where the asset lies from now on; none for one that only its blob holds.

    `locations` holds as many as fit an event, of `location_count` in all.
    """

    type: ClassVar[str] = "asset.relocated"
    aspect: ClassVar[str] = "locations"

    locations: tuple[Location, ...]
    location_count: int | None = None


class AssetProcessed(EventData):
    """What the pixels say. `perceptual_hash` is a 64-bit DCT hash as 16 hex digits."""

    type: ClassVar[str] = "asset.processed"
    aspect: ClassVar[str] = "pixels"

    mime: str
    kind: MediaKind
    width: int
    height: int
    duration: float | None
    frames: int
    pixel_hash: str
    perceptual_hash: str
    renditions: tuple[Rendition, ...]


class AssetRejected(EventData):
    """A file was refused; its bytes, where there are any, are kept as they are."""

    type: ClassVar[str] = "asset.rejected"
    aspect: ClassVar[str] = "pixels"

    reason: RejectReason
    detail: str
    library: str | None
    path: str


class AssetSuperseded(EventData):
    """A tool rewrote the file and left its pixels: words about it move to `successor`."""

    type: ClassVar[str] = "asset.superseded"
    aspect: ClassVar[str] = "life"

    successor: AssetId


class AssetDeleted(EventData):
    type: ClassVar[str] = "asset.deleted"
    aspect: ClassVar[str] = "life"

    reason: Literal["person", "policy"] = "person"


class AssetRestored(EventData):
    type: ClassVar[str] = "asset.restored"
    aspect: ClassVar[str] = "life"
