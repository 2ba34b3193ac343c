"""Whether a file is worth offering; the platform tells exactly by decoding it."""

from pathlib import Path

IMAGES = ".png .apng .jpg .jpeg .jpe .jfif .webp .avif .heic .heif .gif"
VIDEOS = ".mp4 .m4v .mov .qt .webm .mkv"
SUFFIXES = frozenset(f"{IMAGES} {VIDEOS}".split())
BEGINNINGS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"\x1a\x45\xdf\xa3",  # EBML: WebM and Matroska
)
HEAD_BYTES = 12


def is_media(path: Path) -> bool:
    """By name or by content: a picture without a suffix counts, and so does a broken `.png`.

    Raises OSError where the file must be opened and cannot be.
    """
    if path.suffix.lower() in SUFFIXES:
        return True
    with path.open("rb") as file:
        return _begins_as_media(file.read(HEAD_BYTES))


def _begins_as_media(head: bytes) -> bool:
    if head.startswith(BEGINNINGS):
        return True
    return head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
