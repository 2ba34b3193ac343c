"""The route of facets."""

from typing import Annotated

from fastapi import APIRouter, Query

from alice_contracts.http.search import FacetQuery, Facets
from alice_core.database import Database
from alice_core.service import provided
from search_engine.documents.references import require_references
from search_engine.facets import repository
from search_engine.facets.views import facets

router = APIRouter(prefix="/api/v1/facets", tags=["facets"])


@router.get("", operation_id="count_facets")
async def count_facets(
    query: Annotated[FacetQuery, Query()], database: Annotated[Database, provided(Database)]
) -> Facets:
    """How many documents of a selection have each value, the most frequent first."""
    async with database.reader() as session:
        await require_references(session, query)
        rows = await repository.count(session, query)
    return facets(query, rows)
