"""A name under which content was uploaded."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

from alice_contracts.http.assets import OfferedFile
from alice_core.problems import Problem

MICROSECONDS = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Upload:
    asset_id: str
    path: PurePosixPath
    mtime_ns: int

    @classmethod
    def of(cls, file: OfferedFile) -> "Upload":
        """Raises a 422 problem for a path that is not relative or leaves its folder."""
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts or not path.name or "\x00" in file.path:
            raise Problem(
                422,
                "bad-path",
                "The path cannot be used",
                f"path: {file.path!r} must be relative and must not contain '..'.",
            )
        since = file.modified_at - EPOCH
        microseconds = (since.days * 86_400 + since.seconds) * MICROSECONDS + since.microseconds
        return cls(file.asset_id, path, microseconds * 1000)
