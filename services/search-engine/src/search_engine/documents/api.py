"""Routes of documents."""

from typing import Annotated

from fastapi import APIRouter, Query

from alice_contracts.http.base import Page
from alice_contracts.http.search import Document, DocumentQuery, Lookup, LookupAnswer
from alice_contracts.identity import AssetId
from alice_core.database import Database
from alice_core.service import provided
from search_engine.documents import repository
from search_engine.documents.pages import cursor_behind
from search_engine.documents.references import require_references, unknown_document
from search_engine.documents.views import document, found_document

router = APIRouter(prefix="/api/v1/documents", tags=["documents"])

Base = Annotated[Database, provided(Database)]


@router.get("", operation_id="list_documents")
async def list_documents(
    query: Annotated[DocumentQuery, Query()], database: Base
) -> Page[Document]:
    """The documents that pass all filters, a page at a time."""
    async with database.reader() as session:
        await require_references(session, query)
        rows, more = await repository.page(session, query)
    following = cursor_behind(query, rows[-1]) if more else None
    return Page(items=[document(row) for row in rows], next=following)


@router.post("/lookup", operation_id="lookup_documents")
async def lookup_documents(lookup: Lookup, database: Base) -> LookupAnswer:
    """Which of up to a thousand assets can be found already."""
    async with database.reader() as session:
        rows = await repository.find(session, lookup.asset_ids)
    return LookupAnswer(found=[found_document(row) for row in rows])


@router.get("/{asset_id}", operation_id="get_document")
async def get_document(asset_id: AssetId, database: Base) -> Document:
    async with database.reader() as session:
        rows = await repository.find(session, [asset_id])
    if not rows:
        raise unknown_document(asset_id)
    return document(rows[0])
