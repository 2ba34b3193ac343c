"""The files below what a person named, without following links out of it."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from alice_cli.ingest.signatures import is_media
from alice_contracts.media import RejectReason


@dataclass(frozen=True)
class LocalFile:
    """`name` is what the file is known under: its path from the named folder on."""

    path: Path
    name: str
    size: int
    modified_ns: int

    @classmethod
    def look(cls, path: Path, name: str) -> Self:
        """Raises OSError where the file cannot be looked at."""
        status = path.stat(follow_symlinks=False)
        return cls(path, name, status.st_size, status.st_mtime_ns)

    @property
    def modified_at(self) -> datetime:
        return datetime.fromtimestamp(self.modified_ns / 1e9, UTC)


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken: `reason` for programs, `detail` with the mend for people."""

    path: str
    reason: str
    detail: str


@dataclass(frozen=True)
class Ignored:
    path: Path


Found = LocalFile | Refusal | Ignored


def refusal(path: Path, error: OSError) -> Refusal:
    if isinstance(error, FileNotFoundError):
        detail = "the file went away meanwhile; ingest it again where it is now"
        return Refusal(str(path), RejectReason.VANISHED, detail)
    why = error.strerror or str(error)
    return Refusal(str(path), RejectReason.UNREADABLE, f"{why}; let the user who ingests read it")


def find_files(roots: Sequence[Path]) -> Iterator[Found]:
    """Every file below the roots, which are resolved, exist and may be files themselves."""
    for root in roots:
        yield from _below(root, root.name) if root.is_dir() else [_judged(root, root.name)]


def _below(folder: Path, name: str) -> Iterator[Found]:
    """Hidden entries and links are left aside; what a link points to has a place of its own."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield refusal(folder, error)
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(".") or entry.is_symlink():
            yield Ignored(path)
        elif entry.is_dir():
            yield from _below(path, f"{name}/{entry.name}")
        else:
            yield _judged(path, f"{name}/{entry.name}")


def _judged(path: Path, name: str) -> Found:
    try:
        if not stat.S_ISREG(path.stat(follow_symlinks=False).st_mode) or not is_media(path):
            return Ignored(path)
        file = LocalFile.look(path, name)
    except OSError as error:
        return refusal(path, error)
    if file.size == 0:
        return Refusal(str(path), RejectReason.EMPTY, "the file holds nothing; make it anew")
    return file
