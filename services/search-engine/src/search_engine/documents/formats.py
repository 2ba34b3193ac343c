"""Formats as people name them, and the media types behind them."""

NAMES = {"video/quicktime": "mov", "image/heif": "heic"}
"""Media types that people call by another name than their subtype."""

_ALIASES = {"jpg": "jpeg", "heif": "heic"}


def format_of(mime: str) -> str:
    """`image/png` is `png`."""
    return NAMES.get(mime) or mime.partition("/")[2]


def mimes_of(name: str) -> list[str]:
    """All media types whose format has this name, in any case."""
    wanted = _ALIASES.get(name.lower(), name.lower())
    candidates = [f"image/{wanted}", f"video/{wanted}", *NAMES]
    return [mime for mime in candidates if format_of(mime) == wanted]
