"""SQL of facets: one statement for all of them.

The documents that pass all filters are counted once by every combination of the columns that
have few values, and the facets that no filter chooses among are summed from those combinations.
A facet with a filter of its own counts what passes the others. Tags would make too many
combinations, and are counted by themselves.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from alice_contracts.http.search import FacetName, FacetQuery
from search_engine.documents.filters import Filter, conditions, filters
from search_engine.documents.formats import NAMES
from search_engine.documents.models import documents

TOTAL = "total"
"""The facet of one empty value that counts the whole selection."""

Columns = ReadOnlyColumnCollection[str, Any]
Counts = sa.Select[Any]
"""Rows of value and count."""

COMBINED = ("generator", "model", "is_ai", "stars", "kind", "mime", "state", "libraries")

VALUES: dict[FacetName, Callable[[Columns], sa.ColumnElement[Any]]] = {
    FacetName.GENERATOR: lambda columns: columns["generator"],
    FacetName.MODEL: lambda columns: columns["model"],
    FacetName.IS_AI: lambda columns: columns["is_ai"],
    FacetName.STARS: lambda columns: sa.cast(columns["stars"], sa.Text),
    FacetName.KIND: lambda columns: columns["kind"],
    FacetName.FORMAT: lambda columns: _format(columns["mime"]),
    FacetName.STATE: lambda columns: columns["state"],
    FacetName.LIBRARY: lambda columns: sa.func.unnest(columns["libraries"]),
}


async def count(session: AsyncSession, query: FacetQuery) -> list[sa.RowMapping]:
    """`facet`, `value` and `count`, the most frequent first."""
    return list((await session.execute(select_facets(query))).mappings())


def select_facets(query: FacetQuery) -> sa.Select[Any]:
    counted = sa.union_all(*_branches(query)).subquery("counted")
    series = (counted.c.facet, counted.c.key)
    frequent_first = (counted.c.count.desc(), sa.collate(counted.c.value, "C"))
    rank = sa.func.row_number().over(partition_by=series, order_by=frequent_first)
    ranked = sa.select(counted, rank.label("rank")).subquery("ranked")
    return (
        sa.select(ranked.c.facet, ranked.c.value, ranked.c.count)
        .where(ranked.c.rank <= query.top)
        .order_by(ranked.c.count.desc(), sa.collate(ranked.c.value, "C"))
    )


def _branches(query: FacetQuery) -> Iterator[sa.Select[Any]]:
    """Each tells of one facet, or of one key of tags."""
    given = filters(query)
    own = {each.facet: each for each in given}
    combinations = _combinations(given)
    yield _branch(TOTAL, _summed(sa.literal(""), combinations))
    for facet in dict.fromkeys(query.facet or FacetName):
        if facet is FacetName.TAG:
            yield from _tags(given)
        elif facet in own:
            passing = conditions(given, but=own[facet])
            yield _branch(facet, _counted(VALUES[facet](documents.c), passing))
        else:
            yield _branch(facet, _summed(VALUES[facet](combinations.c), combinations))


def _tags(given: Sequence[Filter]) -> Iterator[sa.Select[Any]]:
    """Each filtered key by itself, without its own filter, and all other keys at once."""
    names = sa.func.unnest(documents.c.tag_names).table_valued("name").render_derived()
    tagged = documents.join(names, sa.true())
    chosen = [each for each in given if each.facet is FacetName.TAG]
    of_key = [sa.func.starts_with(names.c.name, f"{each.key}:") for each in chosen]
    others = _counted(names.c.name, [*conditions(given), *map(sa.not_, of_key)])
    yield _branch(FacetName.TAG, others.select_from(tagged))
    for each, matches in zip(chosen, of_key, strict=True):
        own = _counted(names.c.name, [*conditions(given, but=each), matches])
        yield _branch(FacetName.TAG, own.select_from(tagged))


def _branch(facet: str, counts: Counts) -> sa.Select[Any]:
    """What is null has not been told, and is not counted."""
    counted = counts.subquery()
    key = sa.func.split_part(counted.c.value, ":", 1) if facet == FacetName.TAG else sa.literal("")
    return sa.select(
        sa.literal(facet).label("facet"), key.label("key"), counted.c.value, counted.c.count
    ).where(counted.c.value.is_not(None))


def _combinations(given: Sequence[Filter]) -> sa.CTE:
    columns = [documents.c[name] for name in COMBINED]
    counted = sa.select(*columns, sa.func.count().label("count"))
    return counted.where(*conditions(given)).group_by(*columns).cte("combinations")


def _summed(value: sa.ColumnElement[Any], combinations: sa.CTE) -> Counts:
    total = sa.cast(sa.func.sum(combinations.c.count), sa.BigInteger)
    return sa.select(value.label("value"), total.label("count")).group_by(sa.text("value"))


def _counted(value: sa.ColumnElement[Any], passing: Sequence[sa.ColumnElement[bool]]) -> Counts:
    counted = sa.select(value.label("value"), sa.func.count().label("count"))
    return counted.where(*passing).group_by(sa.text("value"))


def _format(mime: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    return sa.case(NAMES, value=mime, else_=sa.func.split_part(mime, "/", 2))
