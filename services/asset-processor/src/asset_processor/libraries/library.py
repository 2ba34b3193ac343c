"""A library as the service works with it."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from alice_contracts.http.assets import LibraryState, WatchMode


@dataclass(frozen=True)
class LibraryRecord:
    id: UUID
    name: str
    root: Path
    watch: WatchMode
    interval: float
    state: LibraryState
    detail: str | None
    created_at: datetime
    scanned_at: datetime | None
    files: int = 0

    def is_reachable(self) -> bool:
        """The root can be read and holds something, so what is missing in it is truly gone."""
        try:
            with os.scandir(self.root) as entries:
                return any(True for _ in entries)
        except OSError:
            return False
