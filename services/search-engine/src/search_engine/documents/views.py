"""Rows as the documents that search answers."""

from sqlalchemy import RowMapping

from alice_contracts.http.search import Document, FoundDocument
from search_engine.documents.formats import format_of


def document(row: RowMapping) -> Document:
    return Document.model_validate({**row, "format": format_of(row["mime"])})


def found_document(row: RowMapping) -> FoundDocument:
    return FoundDocument.model_validate(row)
