"""Asking search: documents, lookups and rebuilds."""

from alice_contracts.clients.base import ServiceClient
from alice_contracts.clients.routes import query, route
from alice_contracts.http.base import Page
from alice_contracts.http.search import (
    Document,
    DocumentQuery,
    FacetQuery,
    Facets,
    Lookup,
    LookupAnswer,
    Rebuild,
)


class SearchClient(ServiceClient):
    async def documents(self, wanted: DocumentQuery) -> Page[Document]:
        return await self._ask(Page[Document], "GET", route("documents"), params=query(wanted))

    async def document(self, asset_id: str) -> Document:
        return await self._ask(Document, "GET", route("documents", asset_id))

    async def facets(self, wanted: FacetQuery) -> Facets:
        return await self._ask(Facets, "GET", route("facets"), params=query(wanted))

    async def lookup(self, wanted: Lookup) -> LookupAnswer:
        return await self._ask(LookupAnswer, "POST", route("documents", "lookup"), body=wanted)

    async def start_rebuild(self) -> Rebuild:
        return await self._ask(Rebuild, "POST", route("rebuilds"))

    async def current_rebuild(self) -> Rebuild:
        return await self._ask(Rebuild, "GET", route("rebuilds", "current"))
