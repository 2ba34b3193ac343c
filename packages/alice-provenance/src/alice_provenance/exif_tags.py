"""Names of the EXIF tags that carry texts (CIPA DC-008 Exif 3.0; Microsoft's XP tags)."""

EXIF_IFD = 0x8769
USER_COMMENT = 0x9286
MAKER_NOTE = 0x927C

NAMES = {
    0x010D: "DocumentName",
    0x010E: "ImageDescription",
    0x010F: "Make",
    0x0110: "Model",
    0x0131: "Software",
    0x0132: "DateTime",
    0x013B: "Artist",
    0x013C: "HostComputer",
    0x8298: "Copyright",
    0x9003: "DateTimeOriginal",
    0x9004: "DateTimeDigitized",
    0x9010: "OffsetTime",
    0x9011: "OffsetTimeOriginal",
    0x9012: "OffsetTimeDigitized",
    MAKER_NOTE: "MakerNote",
    USER_COMMENT: "UserComment",
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
    0x9C9D: "XPAuthor",
    0x9C9E: "XPKeywords",
    0x9C9F: "XPSubject",
    0xA420: "ImageUniqueID",
    0xA430: "CameraOwnerName",
    0xA433: "LensMake",
    0xA434: "LensModel",
}

UTF16_TAGS = frozenset(range(0x9C9B, 0x9CA0))
TEXT_TAGS = UTF16_TAGS | {MAKER_NOTE, USER_COMMENT}
"""Those that hold text although their type does not say so."""


def tag_name(tag: int) -> str:
    """The tag's name, or its number in hexadecimal digits."""
    return NAMES.get(tag, f"0x{tag:04X}")
