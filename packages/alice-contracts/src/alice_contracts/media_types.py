"""Tells media types by content, never by the file's name."""

from dataclasses import dataclass

from alice_contracts.ebml import identifier_at, size_at
from alice_contracts.media import MediaKind

# Enough for every signature, brand list and EBML header met in practice.
HEAD_BYTES = 4096


@dataclass(frozen=True)
class MediaType:
    """A format that the platform takes, with its canonical extension (with the dot)."""

    mime: str
    kind: MediaKind
    extension: str


PNG = MediaType("image/png", MediaKind.IMAGE, ".png")
JPEG = MediaType("image/jpeg", MediaKind.IMAGE, ".jpg")
WEBP = MediaType("image/webp", MediaKind.IMAGE, ".webp")
GIF = MediaType("image/gif", MediaKind.IMAGE, ".gif")
AVIF = MediaType("image/avif", MediaKind.IMAGE, ".avif")
HEIC = MediaType("image/heic", MediaKind.IMAGE, ".heic")
MP4 = MediaType("video/mp4", MediaKind.VIDEO, ".mp4")
MOV = MediaType("video/quicktime", MediaKind.VIDEO, ".mov")
WEBM = MediaType("video/webm", MediaKind.VIDEO, ".webm")

MEDIA_TYPES = (PNG, JPEG, WEBP, GIF, AVIF, HEIC, MP4, MOV, WEBM)

# Brands as registered at mp4ra.org. Structural brands (mif1, msf1) name no codec and say nothing.
BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), AVIF),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"), HEIC),
    b"qt  ": MOV,
    **dict.fromkeys((b"isom", *(b"iso%d" % version for version in range(2, 10))), MP4),
    **dict.fromkeys((b"mp41", b"mp42", b"mp71", b"avc1", b"dash", b"msdh"), MP4),
    **dict.fromkeys((b"M4V ", b"M4VH", b"M4VP", b"f4v ", b"F4V "), MP4),
}
AUDIO_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A "})
# QuickTime films older than the brand box begin with one of these.
UNBRANDED_BOXES = frozenset({b"moov", b"mdat", b"wide"})

EBML_HEADER = b"\x1a\x45\xdf\xa3"
EBML_DOCTYPE = 0x4282


def media_type_of(head: bytes) -> MediaType | None:
    """The media type of a file from its first HEAD_BYTES; None if it is none of ours."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(EBML_HEADER):
        return WEBM if _ebml_doctype(head) == b"webm" else None
    return _iso_media_type(head)


def _iso_media_type(head: bytes) -> MediaType | None:
    """By the brands of the `ftyp` box (ISO/IEC 14496-12, 4.3): the major one counts first."""
    size, box = int.from_bytes(head[:4], "big"), head[4:8]
    if box in UNBRANDED_BOXES:
        return MOV
    major = head[8:12]
    if box != b"ftyp" or major in AUDIO_BRANDS:
        return None
    compatible = (head[at : at + 4] for at in range(16, min(size, len(head)), 4))
    return next((BRANDS[brand] for brand in (major, *compatible) if brand in BRANDS), None)


def _ebml_doctype(head: bytes) -> bytes | None:
    """The DocType element of an EBML header (RFC 8794, 11.2.4)."""
    at = len(EBML_HEADER)
    length, at = size_at(head, at)
    end = min(at + length, len(head))
    while at < end:
        identifier, at = identifier_at(head, at)
        length, at = size_at(head, at)
        if identifier == EBML_DOCTYPE:
            return head[at : at + length].rstrip(b"\0")
        at += length
    return None
