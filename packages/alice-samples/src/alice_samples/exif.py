"""EXIF with a UserComment as the generators write it."""

import struct

LONG, UNDEFINED = 4, 7
EXIF_IFD, USER_COMMENT = 0x8769, 0x9286


def user_comment_exif(text: str) -> bytes:
    """An EXIF block with the text as UserComment, `Exif` prefix included.

    The type is UNDEFINED and the text is UTF-16 behind its character code (Exif 2.32, 4.6.5),
    as piexif writes it; Pillow would write type BYTE, which most readers refuse.
    """
    comment = b"UNICODE\0" + text.encode("utf-16-be")
    header = b"MM\0*" + struct.pack(">I", 8)
    exif_ifd_at = len(header) + len(_ifd(EXIF_IFD, LONG, 1, 0))
    comment_at = exif_ifd_at + len(_ifd(USER_COMMENT, UNDEFINED, len(comment), 0))
    return (
        b"Exif\0\0"
        + header
        + _ifd(EXIF_IFD, LONG, 1, exif_ifd_at)
        + _ifd(USER_COMMENT, UNDEFINED, len(comment), comment_at)
        + comment
    )


def _ifd(tag: int, kind: int, count: int, value: int) -> bytes:
    """An image file directory of one entry, without a next one."""
    return struct.pack(">HHHIII", 1, tag, kind, count, value, 0)
