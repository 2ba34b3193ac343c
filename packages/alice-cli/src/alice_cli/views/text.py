"""Sizes, times and names as people read them."""

from datetime import datetime

from rich.filesize import decimal

from alice_cli.output import printable
from alice_contracts.identity import hex_digest

SHORT_ID = 12


def short_id(asset_id: str) -> str:
    return hex_digest(asset_id)[:SHORT_ID]


def size(size_in_bytes: int) -> str:
    return decimal(size_in_bytes)


def moment(time: datetime) -> str:
    """In the time zone of whoever reads."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M")


def dimensions(width: int | None, height: int | None) -> str:
    return f"{width}×{height}" if width and height else ""


def percent(share: float) -> str:
    return f"{share:.0%}"


def printable_lines(text: str) -> str:
    """Other people's text with its line breaks, and without other control characters."""
    return "\n".join(printable(line) for line in text.split("\n"))
