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
        """The root can be read, so a file that is missing in it is gone."""
        return os.access(self.root, os.R_OK | os.X_OK)
