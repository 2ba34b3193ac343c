"""Sorted pages by keyset: a page begins behind the sort key and the id of the last row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, tuple_
from sqlalchemy.sql.elements import UnaryExpression

from alice_contracts.http.search import DocumentQuery, Sort
from alice_core.pages import bad_cursor, decode_cursor, encode_cursor
from search_engine.documents.models import documents


@dataclass(frozen=True)
class Order:
    """A sort key, with the asset id as tie-break in the same direction: one index serves both.

    `read` takes the key out of a cursor; raises TypeError or ValueError for anything else.
    """

    key: ColumnElement[Any]
    descending: bool
    read: Callable[[Any], Any]

    def by(self, *columns: ColumnElement[Any]) -> list[UnaryExpression[Any]]:
        return [column.desc() if self.descending else column.asc() for column in columns]

    def behind(self, key: Any, asset_id: str) -> ColumnElement[bool]:
        row = tuple_(self.key, documents.c.asset_id)
        return row < (key, asset_id) if self.descending else row > (key, asset_id)


def _integer(value: Any) -> int:
    if not isinstance(value, int) or abs(value) >= 2**63:
        raise TypeError(f"{value!r} is not a size")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError(f"{value!r} is not a name")
    return value


ORDERS = {
    Sort.NEWEST: Order(documents.c.created_at, True, datetime.fromisoformat),
    Sort.OLDEST: Order(documents.c.created_at, False, datetime.fromisoformat),
    Sort.LARGEST: Order(documents.c.size, True, _integer),
    Sort.NAME: Order(documents.c.sort_name, False, _text),
}


def cursor_behind(query: DocumentQuery, row: RowMapping) -> str:
    key = row[ORDERS[query.sort].key]
    return encode_cursor(_bound(query), [key, row["asset_id"]])


def begin(query: DocumentQuery) -> list[ColumnElement[bool]]:
    """The condition that the query's cursor stands for; raises a 422 problem for a bad one."""
    if query.cursor is None:
        return []
    order = ORDERS[query.sort]
    keys = decode_cursor(_bound(query), query.cursor)
    try:
        key, asset_id = keys
        return [order.behind(order.read(key), _text(asset_id))]
    except (TypeError, ValueError) as error:
        raise bad_cursor("its sort keys cannot be read") from error


def _bound(query: DocumentQuery) -> dict[str, Any]:
    """A cursor holds for the same filters and sort, whatever the size of the pages."""
    return query.model_dump(mode="json", exclude={"cursor", "limit"})
