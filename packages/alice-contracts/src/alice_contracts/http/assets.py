"""Libraries, scans, uploads and assets, as assets answers them."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from alice_contracts.events.assets import Location, Rendition
from alice_contracts.http.base import Model, Request
from alice_contracts.identity import AssetId
from alice_contracts.media import MediaKind, RejectReason

LibraryName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._ -]{0,63}$")]
RelativePath = Annotated[str, StringConstraints(min_length=1, max_length=4096)]

MAX_BATCH = 1000


class WatchMode(StrEnum):
    """How changes are noticed: by the kernel's events, by looking again, or only when asked."""

    AUTO = "auto"
    EVENTS = "events"
    INTERVAL = "interval"
    OFF = "off"


class LibraryState(StrEnum):
    """`empty` is a root that held files and now holds none: nothing is taken from it."""

    READY = "ready"
    UNREACHABLE = "unreachable"
    EMPTY = "empty"


class NewLibrary(Request):
    """`path` is an absolute folder that the server sees; `name` is its last part by default."""

    path: str
    name: LibraryName | None = None
    watch: WatchMode = WatchMode.AUTO
    interval: float = Field(default=60.0, ge=1.0, le=86_400.0, description="seconds")


class Library(Model):
    id: UUID
    name: str
    path: str
    watch: WatchMode
    watching: WatchMode
    interval: float
    state: LibraryState
    detail: str | None
    files: int
    created_at: AwareDatetime
    scanned_at: AwareDatetime | None


class ScanState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


class Outcome(StrEnum):
    """What became of one file."""

    NEW = "new"
    KNOWN = "known"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MOVED = "moved"
    LOST = "lost"
    REJECTED = "rejected"
    IGNORED = "ignored"


class NewScan(Request):
    """`accept_empty` lets a root that has become empty lose its locations."""

    path: str | None = Field(default=None, description="a folder below the library's root")
    accept_empty: bool = False


class Scan(Model):
    id: UUID
    library: str
    state: ScanState
    counts: dict[Outcome, int]
    error: str | None
    started_at: AwareDatetime | None
    finished_at: AwareDatetime | None


class ScanOutcome(Model):
    """One file that a scan did not simply find unchanged."""

    path: str
    outcome: Outcome
    asset_id: str | None = None
    reason: RejectReason | None = None
    detail: str | None = None


class OfferedFile(Request):
    """A file on the client's side: its content and the name that it should be known under."""

    asset_id: AssetId
    path: RelativePath
    modified_at: AwareDatetime


class Offer(Request):
    files: list[OfferedFile] = Field(min_length=1, max_length=MAX_BATCH)


class OfferAnswer(Model):
    """`known` contents got their new location at once; the bytes of `missing` are wanted."""

    known: list[str]
    missing: list[str]


class Upload(Model):
    asset_id: str
    outcome: Outcome


class AssetState(StrEnum):
    DISCOVERED = "discovered"
    PROCESSED = "processed"
    REJECTED = "rejected"


class Rejection(Model):
    reason: RejectReason
    detail: str


class Asset(Model):
    """Everything that assets knows of one content."""

    asset_id: str
    revision: int
    state: AssetState
    mime: str
    kind: MediaKind
    size: int
    discovered_at: AwareDatetime
    deleted_at: AwareDatetime | None
    superseded_by: str | None
    locations: list[Location]
    width: int | None
    height: int | None
    duration: float | None
    frames: int | None
    pixel_hash: str | None
    perceptual_hash: str | None
    renditions: list[Rendition]
    rejection: Rejection | None
