"""Making what was extracted fit an event: each part has a share of it, and is cut to that."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from pydantic import BaseModel
from pydantic_core import to_json

from alice_contracts.envelope import MAX_DATA_BYTES
from alice_contracts.events.metadata import MetadataExtracted

# Bytes of JSON, without the quotes or brackets. Together with the names of all fields they stay
# below what an event holds.
LINE = 256
TEXTS = {"prompt": 8192, "negative_prompt": 4096}
LISTS = {"evidence": 6144, "tags": 4096}
LORAS = 2048
PROBLEMS = 3072
PROBLEM = 512

ItemT = TypeVar("ItemT", bound=BaseModel | str)
ModelT = TypeVar("ModelT", bound=BaseModel)


def shorten(whole: MetadataExtracted) -> MetadataExtracted:
    """The same where it fits an event; otherwise with `shortened` naming what was cut."""
    if len(whole.model_dump_json().encode()) <= MAX_DATA_BYTES:
        return whole
    short = _shorten(whole)
    before, after = whole.provenance, short.provenance
    shortened = (
        *_changed("provenance.", before, after),
        *_changed("provenance.generation.", before.generation, after.generation),
        *_changed("", whole, short),
    )
    return short.model_copy(update={"shortened": shortened})


def cut(text: str, limit: int) -> str:
    """The longest beginning, in whole characters, that takes at most `limit` bytes of JSON."""
    if json_bytes(text) <= limit:
        return text
    fits, too_long = 0, min(len(text), limit + 1)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if json_bytes(text[:middle]) <= limit:
            fits = middle
        else:
            too_long = middle
    return text[:fits]


def fitting(items: Sequence[ItemT], limit: int) -> tuple[ItemT, ...]:
    """The items, in their order, that together take at most `limit` bytes of JSON.

    One that is too large by itself is left out, and those behind it are not.
    """
    kept: list[ItemT] = []
    for item in items:
        limit -= (size := len(to_json(item)) + len(","))
        if limit >= 0:
            kept.append(item)
        else:
            limit += size
    return tuple(kept)


def json_bytes(text: str) -> int:
    """What the text takes in JSON, without its quotes."""
    return len(to_json(text)) - 2


def _shorten(whole: MetadataExtracted) -> MetadataExtracted:
    provenance = whole.provenance
    loras = fitting(provenance.generation.loras, LORAS)
    parts: dict[str, object] = {
        name: fitting(getattr(provenance, name), limit) for name, limit in LISTS.items()
    }
    parts["generation"] = _with_short_texts(provenance.generation, {"loras": loras})
    problems = fitting([cut(problem, PROBLEM) for problem in whole.problems], PROBLEMS)
    update = {"provenance": _with_short_texts(provenance, parts), "problems": problems}
    return whole.model_copy(update=update)


def _with_short_texts(model: ModelT, update: dict[str, object]) -> ModelT:
    """The model with `update`, and every text of its own cut to its share."""
    texts = {name: cut(value, TEXTS.get(name, LINE)) for name, value in model if type(value) is str}
    return model.model_copy(update={**texts, **update})


def _changed(place: str, before: BaseModel, after: BaseModel) -> Iterator[str]:
    """The fields that are not what they were; one that is no number equals nothing but itself."""
    for name, value in before:
        new = getattr(after, name)
        if new is not value and new != value and not isinstance(value, BaseModel):
            yield f"{place}{name}"
