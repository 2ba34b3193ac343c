"""Rebuilds of search from the facts of their owners."""

from alice_contracts.http.search import Rebuild
from alice_interface.api.resource import Search, resource_router

router = resource_router("rebuilds")


@router.post("/rebuilds", status_code=202)
async def start_rebuild(search: Search) -> Rebuild:
    """Build the documents anew beside the old ones; one that runs already is answered as it is."""
    return await search.start_rebuild()


@router.get("/rebuilds/current")
async def get_current_rebuild(search: Search) -> Rebuild:
    return await search.current_rebuild()
