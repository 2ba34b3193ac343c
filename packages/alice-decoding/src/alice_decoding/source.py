"""The file to decode, opened once and watched for changes."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from typing_extensions import override

from alice_contracts.media import RejectReason
from alice_decoding.undecodable import Undecodable


class Changed(Exception):  # noqa: N818 - a state of the file, to be scanned anew, no failure
    """The file is no longer the one that was scanned: it must be scanned again."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    @override
    def __str__(self) -> str:
        return f"{self.path} has changed since it was scanned; scan it again"


@dataclass(frozen=True)
class Source:
    """A path and what the scan saw there."""

    path: Path
    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """The source as it lies there now."""
        return cls._from_stat(path, path.stat())

    @classmethod
    def _from_stat(cls, path: Path, status: os.stat_result) -> Self:
        return cls(path, status.st_size, status.st_mtime_ns, status.st_ino)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The file for reading.

        Raises:
            Changed: the file differs from the source before or after the reading.
            Undecodable: the file is gone or cannot be read.
        """
        with _open_file(self.path) as file:
            self._compare(file)
            try:
                yield file
            finally:
                # Changed outdoes any verdict: what was judged is not what lies there now.
                self._compare(file)

    def _compare(self, file: BinaryIO) -> None:
        if self._from_stat(self.path, os.fstat(file.fileno())) != self:
            raise Changed(self.path)


def _open_file(path: Path) -> BinaryIO:
    try:
        # Non-blocking, or a pipe under a picture's name would hold the worker.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError as error:
        detail = "The file is gone; scan its library again."
        raise Undecodable(RejectReason.VANISHED, detail) from error
    except OSError as error:
        detail = f"The file cannot be read ({error.strerror}); give the server leave to read it."
        raise Undecodable(RejectReason.UNREADABLE, detail) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Undecodable(RejectReason.UNREADABLE, "This is no regular file; remove it.")
    return os.fdopen(descriptor, "rb")
