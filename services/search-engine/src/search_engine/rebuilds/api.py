"""Routes of rebuilds."""

from typing import Annotated

from fastapi import APIRouter

from alice_contracts.http.search import Rebuild
from alice_core.service import provided
from search_engine.rebuilds.requests import Rebuilds

router = APIRouter(prefix="/api/v1/rebuilds", tags=["rebuilds"])

Desk = Annotated[Rebuilds, provided(Rebuilds)]


@router.post("", status_code=202, operation_id="request_rebuild")
async def request_rebuild(rebuilds: Desk, force: bool = False) -> Rebuild:
    """Make the documents anew from what their owners know; one that runs already is answered.

    `force` gives that one up and begins anew.
    """
    return await rebuilds.request(force=force)


@router.get("/current", operation_id="get_current_rebuild")
async def get_current_rebuild(rebuilds: Desk) -> Rebuild:
    """The newest rebuild and how far it has come."""
    return await rebuilds.current()
