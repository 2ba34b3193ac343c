"""Text that PostgreSQL and JSON can hold: without NUL and without lone surrogates."""

import re
from typing import TypeVar

from pydantic import BaseModel

UNSTORABLE = re.compile("[\0\ud800-\udfff]")

ModelT = TypeVar("ModelT", bound=BaseModel)


def clean_text(text: str) -> str:
    """The text without NUL, which PostgreSQL refuses, and lone surrogates, which are no text."""
    return UNSTORABLE.sub("", text)


def clean_model(model: ModelT) -> ModelT:
    """The same values, each text in them clean."""
    encoded = model.model_dump_json()
    if "\\u0000" not in encoded:
        return model
    return type(model).model_validate(_clean(model.model_dump()))


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
