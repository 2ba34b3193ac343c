"""Assets: found and counted through search, joined from all who know them."""

import asyncio
from typing import Annotated

from fastapi import Query

from alice_contracts.http.base import Page
from alice_contracts.http.door import AssetView
from alice_contracts.http.search import (
    Document,
    DocumentQuery,
    FacetQuery,
    Facets,
    Lookup,
    LookupAnswer,
)
from alice_contracts.identity import AssetId
from alice_interface.api.resource import Assets, Metadata, Quality, Search, resource_router
from alice_interface.inner import attempt
from alice_interface.joining import joined

router = resource_router("assets")


@router.get("/assets")
async def find_assets(search: Search, wanted: Annotated[DocumentQuery, Query()]) -> Page[Document]:
    return await search.documents(wanted)


@router.get("/assets/facets")
async def count_assets(search: Search, wanted: Annotated[FacetQuery, Query()]) -> Facets:
    """How many of those that fit the filters have which generator, model, tag, stars and so on."""
    return await search.facets(wanted)


@router.post("/assets/lookup")
async def look_up_assets(search: Search, wanted: Lookup) -> LookupAnswer:
    """Which of the given assets can be found already, and in which state."""
    return await search.lookup(wanted)


@router.get("/assets/{asset_id}")
async def get_asset(
    search: Search, assets: Assets, metadata: Metadata, quality: Quality, asset_id: AssetId
) -> AssetView:
    """One asset as every service knows it; who did not answer in time is in `unavailable`."""
    return joined(
        asset_id,
        *await asyncio.gather(
            attempt(search.service, search.document(asset_id)),
            attempt(assets.service, assets.asset(asset_id)),
            attempt(metadata.service, metadata.metadata(asset_id)),
            attempt(quality.service, quality.assessment(asset_id)),
        ),
    )
