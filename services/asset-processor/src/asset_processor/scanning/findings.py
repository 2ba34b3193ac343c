"""What opening a file brought to light, ready to be written down."""

from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from alice_contracts.media import MediaKind, RejectReason
from asset_processor.scanning.compare import FreshFile, KnownFile
from asset_processor.scanning.walk import FileEntry


@dataclass(frozen=True)
class Content:
    """Bytes told by their hash and by what they are."""

    asset_id: str
    size: int
    mime: str
    kind: MediaKind


@dataclass(frozen=True)
class Refusal:
    """Why a file did not become an asset; `reason` is null for one that is no media at all."""

    reason: RejectReason | None
    detail: str


@dataclass(frozen=True)
class Finding:
    """One file of a library: what it is, or why it is refused."""

    entry: FileEntry
    result: Content | Refusal
    known: KnownFile | None = None

    @classmethod
    def of(cls, file: FreshFile, result: Content | Refusal) -> "Finding":
        return cls(file.entry, result, file.known)

    @property
    def location_id(self) -> UUID:
        return self.known.id if self.known else uuid7()

    @property
    def content(self) -> Content | None:
        return self.result if isinstance(self.result, Content) else None

    @property
    def refusal(self) -> Refusal | None:
        return self.result if isinstance(self.result, Refusal) else None

    @property
    def previous_asset(self) -> str | None:
        """The asset that lay here before, when it is another one."""
        before = self.known.asset_id if self.known else None
        return before if self.content is None or before != self.content.asset_id else None
