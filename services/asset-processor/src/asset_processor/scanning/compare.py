"""What is new, changed or gone: the folder as it is against the rows as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from alice_contracts.media import RejectReason
from asset_processor.scanning.walk import FileEntry

# A refusal that may pass without a trace in size, time or inode.
RETRIED = frozenset({RejectReason.UNREADABLE, RejectReason.VANISHED, RejectReason.CHANGING})


@dataclass(frozen=True)
class KnownFile:
    """A location as the database remembers it."""

    id: UUID
    entry: FileEntry
    asset_id: str | None
    reject_reason: str | None

    def still_is(self, entry: FileEntry) -> bool:
        return self.entry.same_content_as(entry) and self.reject_reason not in RETRIED


@dataclass(frozen=True)
class FreshFile:
    """A file to be opened: one without a row, or one that no longer is what its row says."""

    entry: FileEntry
    known: KnownFile | None


@dataclass(frozen=True)
class Comparison:
    unchanged: int
    fresh: list[FreshFile]
    missing: list[KnownFile]


def compare(entries: Sequence[FileEntry], known: Iterable[KnownFile]) -> Comparison:
    rows = {row.entry.path: row for row in known}
    fresh: list[FreshFile] = []
    for entry in entries:
        row = rows.pop(entry.path, None)
        if row is None or not row.still_is(entry):
            fresh.append(FreshFile(entry, row))
    return Comparison(len(entries) - len(fresh), fresh, list(rows.values()))
