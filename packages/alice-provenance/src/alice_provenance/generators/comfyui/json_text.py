"""JSON as ComfyUI's savers leave it: encoded once, or as a JSON string two or three times over."""

from typing import Final

from alice_provenance.json_text import JsonValue, parse_json

MAX_ENCODINGS: Final = 4
"""JSON strings in JSON strings that are opened."""

_BLANKS: Final = "\x00 \t\r\n\ufeff"


def decode(text: str) -> JsonValue:
    """The value that a text holds in the end; what begins like no JSON stays a string.

    Raises:
        JsonError: it begins like JSON and does not go on so, or exceeds the limits.
    """
    value: JsonValue = text
    for _ in range(MAX_ENCODINGS):
        if not isinstance(value, str) or not begins_json(value):
            break
        value = parse_json(value.strip(_BLANKS))
    return value


def begins_json(text: str) -> bool:
    return text.lstrip(_BLANKS).startswith(("{", "[", '"'))
