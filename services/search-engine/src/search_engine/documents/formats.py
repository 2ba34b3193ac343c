"""Formats as people name them, and the media types behind them."""

_FORMATS = {"video/quicktime": "mov", "image/heif": "heic"}
_ALIASES = {"jpg": "jpeg", "heif": "heic"}


def format_of(mime: str) -> str:
    """`image/png` is `png`; some media types have another name than people's."""
    return _FORMATS.get(mime) or mime.partition("/")[2]


def mimes_of(name: str) -> list[str]:
    """All media types whose format has this name, in any case."""
    wanted = _ALIASES.get(name.lower(), name.lower())
    candidates = [f"image/{wanted}", f"video/{wanted}", *_FORMATS]
    return [mime for mime in candidates if format_of(mime) == wanted]
