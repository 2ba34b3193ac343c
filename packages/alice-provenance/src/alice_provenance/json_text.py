"""JSON as generators write it, within limits."""

import json
from typing import TypeAlias

from alice_provenance import limits
from alice_provenance.text import well_formed

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"


class JsonError(ValueError):
    """The text is no JSON, or more of it than the limits allow."""


def parse_json(text: str) -> JsonValue:
    """The value, its strings free of half surrogates and NULs. NaN and Infinity are read too.

    Raises:
        JsonError: no JSON, or too long, or too deep.
    """
    if len(text) > limits.JSON_CHARACTERS:
        raise JsonError(f"it has more than {limits.JSON_CHARACTERS:,} characters")
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise JsonError("it is too deep") from error
    except ValueError as error:
        raise JsonError(f"it is no JSON: {error}") from error
    return _checked(value, limits.JSON_DEPTH)


def _checked(value: JsonValue, depth: int) -> JsonValue:
    if not depth:
        raise JsonError(f"it is more than {limits.JSON_DEPTH} levels deep")
    match value:
        case str():
            return well_formed(value)
        case list():
            return [_checked(item, depth - 1) for item in value]
        case dict():
            return {well_formed(key): _checked(item, depth - 1) for key, item in value.items()}
        case _:
            return value
