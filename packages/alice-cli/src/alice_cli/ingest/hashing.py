"""Content ids of local files, and readers that make sure of them while sending."""

import hashlib
import os
from collections.abc import Callable, Iterator

from alice_cli.ingest.files import LocalFile
from alice_contracts.identity import asset_id

CHUNK = 1024 * 1024

Advance = Callable[[int], None]


class FileChangedError(Exception):
    """The file is not what it was when it was hashed."""


def hash_file(file: LocalFile, advance: Advance) -> str:
    """The id of the file's content; raises OSError, and FileChangedError while it is written."""
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
        advance(len(chunk))
    return asset_id(digest.digest())


def checked_chunks(file: LocalFile, expected: str, advance: Advance) -> Iterator[bytes]:
    """The file's bytes; raises FileChangedError before the last where they are not `expected`."""
    digest = hashlib.sha256()
    held = b""
    for chunk in _chunks(file):
        digest.update(chunk)
        if held:
            yield held
            advance(len(held))
        held = chunk
    if asset_id(digest.digest()) != expected:
        raise FileChangedError(file.path)
    yield held
    advance(len(held))


def _chunks(file: LocalFile) -> Iterator[bytes]:
    """As many bytes as the file had; raises FileChangedError where it has others by now."""
    seen = 0
    with file.path.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            seen += len(chunk)
            if seen > file.size:
                raise FileChangedError(file.path)
            yield chunk
        status = os.fstat(opened.fileno())
    if (seen, status.st_mtime_ns) != (file.size, file.modified_ns):
        raise FileChangedError(file.path)
