"""Sorted pages by keyset: a page begins behind the sort keys and the id of the last row."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnCollection, ColumnElement, RowMapping, tuple_
from sqlalchemy.sql.elements import UnaryExpression

from alice_contracts.http.search import DocumentQuery, Sort
from alice_core.pages import bad_cursor, decode_cursor, encode_cursor
from search_engine.documents.models import documents

Read = Callable[[Any], Any]
"""Takes a key out of a cursor; raises TypeError or ValueError for anything else."""


def _integer(value: Any) -> int:
    if not isinstance(value, int) or abs(value) >= 2**63:
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _stars(value: Any) -> int:
    if _integer(value) not in range(6):
        raise ValueError(f"{value!r} are not stars")
    return int(value)


def _score(value: Any) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a score")
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError(f"{value!r} is not a text")
    return value


class Order:
    """Sort keys, the asset id as tie-break the last, all in one direction: one index serves them.

    `keys` are the columns, each with what reads it.
    """

    def __init__(self, *, descending: bool, **keys: Read) -> None:
        self._descending = descending
        self._reads: dict[str, Read] = {**keys, "asset_id": _text}
        self.columns = [documents.c[name] for name in self._reads]

    def by(self, columns: "ColumnCollection[str, Any]") -> list[UnaryExpression[Any]]:
        """The order of rows that have these columns."""
        keys = [columns[name] for name in self._reads]
        return [key.desc() if self._descending else key.asc() for key in keys]

    def keys(self, row: RowMapping) -> list[Any]:
        return [row[name] for name in self._reads]

    def behind(self, keys: list[Any]) -> ColumnElement[bool]:
        """Raises TypeError or ValueError for keys that are none of this order's."""
        read = [read(key) for read, key in zip(self._reads.values(), keys, strict=True)]
        row = tuple_(*self.columns)
        return row < read if self._descending else row > read


ORDERS = {
    Sort.NEWEST: Order(descending=True, created_at=datetime.fromisoformat),
    Sort.OLDEST: Order(descending=False, created_at=datetime.fromisoformat),
    Sort.LARGEST: Order(descending=True, size=_integer),
    Sort.NAME: Order(descending=False, sort_name=_text),
    Sort.BEST: Order(
        descending=True,
        stars_rank=_stars,
        score_rank=_score,
        created_at=datetime.fromisoformat,
    ),
}


def cursor_behind(query: DocumentQuery, row: RowMapping) -> str:
    return encode_cursor(_bound(query), ORDERS[query.sort].keys(row))


def begin(query: DocumentQuery) -> list[ColumnElement[bool]]:
    """The condition that the query's cursor stands for; raises a 422 problem for a bad one."""
    if query.cursor is None:
        return []
    keys = decode_cursor(_bound(query), query.cursor)
    try:
        return [ORDERS[query.sort].behind(keys)]
    except (TypeError, ValueError) as error:
        raise bad_cursor("its sort keys cannot be read") from error


def _bound(query: DocumentQuery) -> dict[str, Any]:
    """A cursor holds for the same filters and sort, whatever the size of the pages."""
    return query.model_dump(mode="json", exclude={"cursor", "limit"})
