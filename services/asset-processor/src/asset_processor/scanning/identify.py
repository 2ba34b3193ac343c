"""Opening a file once: what it is, by its first bytes, and which one, by the hash of all."""

import hashlib
import os
import stat
from pathlib import Path, PurePosixPath

from alice_contracts.identity import asset_id
from alice_contracts.media import RejectReason
from alice_contracts.media_types import HEAD_BYTES, MEDIA_TYPES, media_type_of
from asset_processor.scanning.findings import Content, Refusal
from asset_processor.scanning.walk import FileEntry

CHUNK = 1024 * 1024
# Names that promise media: a file under one of them is refused with a reason, not passed over.
MEDIA_SUFFIXES = frozenset(kind.extension for kind in MEDIA_TYPES) | {
    ".avifs", ".heif", ".jfif", ".jpe", ".jpeg", ".m4v", ".qt",
}  # fmt: skip


def identify(root: Path, entry: FileEntry) -> Content | Refusal:
    """Hash the bytes of one file, provided that they stay what the entry says all the while."""
    try:
        descriptor = os.open(root / entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return Refusal(RejectReason.VANISHED, "The file was gone before it could be read.")
    except OSError as error:
        return Refusal(RejectReason.UNREADABLE, _unreadable(error))
    try:
        return _read(descriptor, entry)
    except OSError as error:
        return Refusal(RejectReason.UNREADABLE, _unreadable(error))
    finally:
        os.close(descriptor)


def _read(descriptor: int, entry: FileEntry) -> Content | Refusal:
    if not _is_still(descriptor, entry):
        return _changing()
    head = os.read(descriptor, CHUNK)
    media = media_type_of(head[:HEAD_BYTES])
    if media is None:
        return _unknown(entry, head)
    digest = hashlib.sha256(head)
    while chunk := os.read(descriptor, CHUNK):
        digest.update(chunk)
    if not _is_still(descriptor, entry):
        return _changing()
    return Content(asset_id(digest.digest()), entry.size, media.mime, media.kind)


def _is_still(descriptor: int, entry: FileEntry) -> bool:
    found = os.fstat(descriptor)
    seen = FileEntry(entry.directory, entry.name, found.st_size, found.st_mtime_ns, found.st_ino)
    return stat.S_ISREG(found.st_mode) and seen == entry


def _unknown(entry: FileEntry, head: bytes) -> Refusal:
    if PurePosixPath(entry.name).suffix.lower() not in MEDIA_SUFFIXES:
        return Refusal(None, "This is neither a picture nor a video.")
    if not head:
        detail = "The file is empty; save or download it again."
        return Refusal(RejectReason.EMPTY, detail)
    detail = (
        "The content is none of PNG, JPEG, WebP, AVIF, HEIC, GIF, MP4, MOV and WebM; "
        "convert it, or give it a name that promises no picture."
    )
    return Refusal(RejectReason.UNKNOWN_TYPE, detail)


def _changing() -> Refusal:
    detail = "The file changed while it was read; it is taken when it has been left alone."
    return Refusal(RejectReason.CHANGING, detail)


def _unreadable(error: OSError) -> str:
    return f"The file cannot be read ({error.strerror}); give the server leave to read it."
