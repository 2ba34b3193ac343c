"""SQL of documents."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.http.search import Document, DocumentQuery
from search_engine.documents.filters import conditions, filters
from search_engine.documents.folding import Row
from search_engine.documents.models import ASPECTS, LIVE, documents
from search_engine.documents.pages import ORDERS, Order, begin

SHOWN = [
    *(documents.c[name] for name in Document.model_fields if name in documents.c),
    documents.c.sort_name,
    documents.c.stars_rank,
    documents.c.score_rank,
]

_NUL = "\\u0000"
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


async def upsert(session: AsyncSession, rows: Sequence[Row], schema: str = LIVE) -> None:
    """Fold rows into the documents of a schema, in one statement for any number of rows."""
    await session.execute(
        _upsert(),
        {"rows": _json(rows)},
        execution_options={"schema_translate_map": {LIVE: schema}},
    )


async def page(session: AsyncSession, query: DocumentQuery) -> tuple[list[sa.RowMapping], bool]:
    """One page, and whether there are more; raises a 422 problem for a bad cursor."""
    rows = list((await session.execute(select_page(query))).mappings())
    return rows[: query.limit], len(rows) > query.limit


def select_page(query: DocumentQuery) -> sa.Select[Any]:
    """One row more than the page holds tells whether another page follows.

    Rows are picked by what the indexes hold, and only those on the page are then read whole.
    """
    order = ORDERS[query.sort]
    passing = _passing(query, order)
    picked = (
        passing.order_by(*order.by(passing.selected_columns))
        .limit(query.limit + 1)
        .subquery("picked")
    )
    return (
        sa.select(*SHOWN)
        .join(picked, picked.c.asset_id == documents.c.asset_id)
        .order_by(*order.by(picked.c))
    )


def _passing(query: DocumentQuery, order: Order) -> sa.Select[Any]:
    """The sort keys of what comes behind the cursor.

    Where PostgreSQL would walk an index in search of rows that it believes to be frequent, OFFSET
    keeps it from seeing that only a page of them is wanted, and it looks all of them up.
    """
    given = filters(query)
    passing = sa.select(*order.columns).where(*conditions(given), *begin(query))
    if any(each.rarer for each in given):
        return sa.select(passing.offset(0).subquery("passing"))
    return passing


async def find(session: AsyncSession, asset_ids: Sequence[str]) -> list[sa.RowMapping]:
    """Those of the asked that are listed."""
    wanted = documents.c.asset_id == sa.any_(sa.cast(sa.bindparam("ids"), sa.ARRAY(sa.Text)))
    found = await session.execute(
        sa.select(*SHOWN).where(wanted, documents.c.listed), {"ids": list(asset_ids)}
    )
    return list(found.mappings())


def _json(rows: Sequence[Row]) -> str:
    """Without NUL, which PostgreSQL's texts cannot hold: no document is lost over it."""
    encoded = orjson.dumps(rows).decode()
    return _ESCAPED_NUL.sub(r"\1", encoded) if _NUL in encoded else encoded


@cache
def _upsert() -> Insert:
    """Rows come as one JSON parameter, sorted so that two consumers cannot deadlock."""
    folded = [column for column in documents.c if column.computed is None]
    given = (
        sa.func.json_to_recordset(sa.cast(sa.bindparam("rows", type_=sa.Text), sa.JSON))
        .table_valued(*(sa.column(column.name, column.type) for column in folded))
        .render_derived(name="given", with_types=True)
    )
    statement = insert(documents).from_select(
        [column.name for column in folded],
        sa.select(*given.c).order_by(given.c.asset_id),
    )
    held, told = documents.c, statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[held.asset_id],
        set_=_newer_columns(statement),
        where=sa.or_(*(told[revision] > held[revision] for revision in _revisions())),
    )


def _revisions() -> list[str]:
    return [f"{aspect}_revision" for aspect in ASPECTS]


def _newer_columns(statement: Insert) -> dict[str, sa.ColumnElement[Any]]:
    """Each aspect's columns come from the fact with the higher revision."""
    held, told = documents.c, statement.excluded
    return {
        name: sa.case((told[revision] > held[revision], told[name]), else_=held[name])
        for revision, aspect in zip(_revisions(), ASPECTS.values(), strict=True)
        for name in (revision, *aspect)
    }
