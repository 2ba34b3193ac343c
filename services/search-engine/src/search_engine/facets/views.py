"""Counts as the facets that search answers."""

from collections.abc import Iterable

from sqlalchemy import RowMapping

from alice_contracts.http.search import FacetName, FacetQuery, Facets, FacetValue
from search_engine.facets.repository import TOTAL


def facets(query: FacetQuery, rows: Iterable[RowMapping]) -> Facets:
    """Every facet that was asked for, also one without values."""
    counted: dict[str, list[FacetValue]] = {name: [] for name in query.facet or FacetName}
    total = 0
    for row in rows:
        if row["facet"] == TOTAL:
            total = row["count"]
        else:
            counted[row["facet"]].append(FacetValue(value=row["value"], count=row["count"]))
    return Facets(total=total, facets={FacetName(name): told for name, told in counted.items()})
