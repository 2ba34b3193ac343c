"""JSON as ComfyUI's savers leave it: with NaN, with NUL tails, encoded twice or three times."""

import json
import re
from typing import Final

MAX_ENCODINGS: Final = 4
"""JSON strings in JSON strings that are opened."""

# What PostgreSQL and UTF-8 cannot hold: NUL, and halves of surrogate pairs.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def decode(text: str) -> object:
    """The value that a text holds in the end; a text that is no JSON stays a string.

    Raises:
        ValueError: it begins as a JSON object or list and does not go on as one, or is nested
            too deep.
    """
    value: object = text
    for _ in range(MAX_ENCODINGS):
        if not isinstance(value, str):
            break
        stripped = value.strip("\x00 \t\r\n\ufeff")
        if not stripped.startswith(("{", "[", '"')):
            break
        value = _loads(stripped)
    return value


def storable(text: str) -> str:
    return _UNSTORABLE.sub("", text)


def _loads(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
