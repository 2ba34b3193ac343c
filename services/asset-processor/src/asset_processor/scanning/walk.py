"""Walking a library: names and stat results only, no file is opened.

Hidden names are passed over, and links are never followed: what a link inside the root
points to is found under its own name, and what lies outside is not the library's.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class FileEntry:
    """A regular file as the directory shows it; `directory` is "" for the root itself."""

    directory: str
    name: str
    size: int
    mtime_ns: int
    inode: int

    @property
    def path(self) -> str:
        return str(PurePosixPath(self.directory, self.name))

    def same_content_as(self, other: "FileEntry") -> bool:
        """No sign that the bytes differ: size, time and inode are those of the other."""
        mine = (self.size, self.mtime_ns, self.inode)
        return mine == (other.size, other.mtime_ns, other.inode)


@dataclass
class Directory:
    """One folder's files; `error` says why it could not be read, so nothing is known of it."""

    path: str
    files: list[FileEntry] = field(default_factory=list)
    unnameable: list[str] = field(default_factory=list)
    error: str | None = None


def walk(root: Path, below: str = "") -> Iterator[Directory]:
    """Every folder from `below` down, each with its own files."""
    waiting = [below]
    while waiting:
        directory, folders = _list(root, waiting.pop())
        yield directory
        waiting.extend(folders)


def entry_at(root: Path, path: str) -> FileEntry | None:
    """The regular file at this relative path, or None where there is none."""
    try:
        found = (root / path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    parent, name = os.path.split(path)
    return _entry(parent, name, found)


def is_hidden(path: str) -> bool:
    return any(part.startswith((".", "@eaDir")) for part in PurePosixPath(path).parts)


def _list(root: Path, path: str) -> tuple[Directory, list[str]]:
    directory = Directory(path)
    try:
        with os.scandir(root / path) as entries:
            folders = [folder for entry in entries if (folder := _sort_in(directory, entry))]
    except OSError as error:
        return Directory(path, error=error.strerror or str(error)), []
    return directory, folders


def _sort_in(directory: Directory, entry: os.DirEntry[str]) -> str | None:
    """Add a file to its directory; return the path of a folder to go on with."""
    if is_hidden(entry.name):
        return None
    if not _nameable(entry.name):
        directory.unnameable.append(os.fsencode(entry.name).decode("utf-8", "backslashreplace"))
        return None
    if entry.is_dir(follow_symlinks=False):
        return str(PurePosixPath(directory.path, entry.name))
    if entry.is_file(follow_symlinks=False):
        found = entry.stat(follow_symlinks=False)
        directory.files.append(_entry(directory.path, entry.name, found))
    return None


def _entry(directory: str, name: str, found: os.stat_result) -> FileEntry:
    return FileEntry(directory, name, found.st_size, found.st_mtime_ns, found.st_ino)


def _nameable(name: str) -> bool:
    """Names that are not UTF-8 arrive with surrogates, which no database text can hold."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
