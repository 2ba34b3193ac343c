"""Sizes, times, names and stars as people read them."""

from datetime import datetime

from rich.filesize import decimal

from alice_contracts.identity import hex_digest

SHORT_ID = 12
MAX_STARS = 5


def short_id(asset_id: str) -> str:
    return hex_digest(asset_id)[:SHORT_ID]


def size(size_in_bytes: int) -> str:
    return decimal(size_in_bytes)


def moment(time: datetime) -> str:
    """In the time zone of whoever reads."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M")


def day(time: datetime) -> str:
    """In the time zone of whoever reads."""
    return time.astimezone().strftime("%Y-%m-%d")


def dimensions(width: int | None, height: int | None) -> str:
    return f"{width}×{height}" if width and height else ""


def percent(share: float) -> str:
    return f"{share:.0%}"


def star_signs(stars: int | None) -> str:
    return "★" * stars + "☆" * (MAX_STARS - stars) if stars is not None else ""


def number(value: float | None) -> str:
    """Whole numbers in full, for a seed has up to twenty digits."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:g}"
