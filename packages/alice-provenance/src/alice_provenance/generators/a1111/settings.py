"""The settings line of an infotext: names and values, parted by commas."""

import json
import re
from collections.abc import Mapping

from alice_provenance.text import well_formed

NAME = re.compile(r"\s*(\w[\w \-/.+()]{0,79}):\s*")
COMMA = re.compile(r"\s*(?:,|$)")
DECODER = json.JSONDecoder()


def parse_settings(line: str) -> Mapping[str, str]:
    """The settings in their order; of a name that stands twice the first.

    A value with commas, colons or line breaks is quoted as in JSON; Civitai also writes bare
    arrays and objects. What follows a comma without a name still belongs to the value before.
    """
    settings: dict[str, list[str]] = {}
    value: list[str] = []
    at = 0
    while at < len(line):
        if match := NAME.match(line, at):
            first, at = _value(line, match.end())
            value = [first]
            settings.setdefault(match[1].strip(), value)
        elif settings:
            rest, at = _until_comma(line, at)
            value += [rest] if rest else []
        else:
            return {}
    return {name: ", ".join(parts) for name, parts in settings.items()}


def _value(line: str, at: int) -> tuple[str, int]:
    """A value, and where the next name begins."""
    if line[at : at + 1] in ('"', "[", "{"):
        try:
            value, end = DECODER.raw_decode(line, at)
        except (ValueError, RecursionError):
            return _until_comma(line, at)
        if comma := COMMA.match(line, end):
            return _written(value, line[at:end]), comma.end()
    return _until_comma(line, at)


def _written(value: object, text: str) -> str:
    """A string without its quotes, arrays and objects as they stand."""
    return well_formed(value) if isinstance(value, str) else text


def _until_comma(line: str, at: int) -> tuple[str, int]:
    comma = line.find(",", at)
    end = comma if comma >= 0 else len(line)
    return line[at:end].strip(), end + 1
