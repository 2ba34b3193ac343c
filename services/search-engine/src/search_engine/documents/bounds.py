"""What the columns and indexes of documents can hold of facts that know no bounds."""

MAX_INDEXED_BYTES = 255
"""What file systems allow for a name; an index entry has room for several of these."""


def indexable(text: str | None) -> str | None:
    """A text cut to what an index takes; an empty one says nothing."""
    return (text or "").encode()[:MAX_INDEXED_BYTES].decode(errors="ignore") or None


def integer(number: int | None) -> int | None:
    """A number that a 4-byte column holds, or None."""
    return number if number is not None and abs(number) < 2**31 else None
