"""Where the platform keeps what it has."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """The folders and files below `ALICE_HOME`."""

    root: Path

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def token(self) -> Path:
        """The door's token."""
        return self.secrets / "token"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def blobs(self) -> Path:
        return self.root / "blobs"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres" / "data"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    @property
    def lock(self) -> Path:
        return self.root / "run" / "lock"

    @property
    def state(self) -> Path:
        return self.root / "run" / "state.json"

    @property
    def failure(self) -> Path:
        """Why the platform that ran in the background last did not come up."""
        return self.root / "run" / "failure"

    def log(self, part: str) -> Path:
        """The log of a part; the supervisor's own is `platform`."""
        return self.logs / f"{part}.log"

    def create(self) -> None:
        """Make the folders, closed to others as far as PostgreSQL's account allows."""
        passable = 0o711 if os.geteuid() == 0 else 0o700
        for folder in (self.root, self.postgres.parent):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(passable)
        for folder in (self.secrets, self.logs, self.blobs, self.lock.parent):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)
