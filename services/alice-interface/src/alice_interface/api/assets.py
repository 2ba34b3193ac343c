"""Assets: found through search, joined with what their owner knows."""

import asyncio
from typing import Annotated

from fastapi import Query

from alice_contracts.clients.errors import (
    ServiceError,
    ServiceProblemError,
)
from alice_contracts.http.assets import Asset
from alice_contracts.http.base import Page
from alice_contracts.http.door import AssetView
from alice_contracts.http.search import Document, DocumentQuery, Lookup, LookupAnswer
from alice_contracts.identity import AssetId
from alice_interface.api.resource import Assets, Search, resource_router
from alice_interface.inner import attempt

router = resource_router("assets")


@router.get("/assets")
async def find_assets(search: Search, wanted: Annotated[DocumentQuery, Query()]) -> Page[Document]:
    return await search.documents(wanted)


@router.post("/assets/lookup")
async def look_up_assets(search: Search, wanted: Lookup) -> LookupAnswer:
    """Which of the given assets can be found already, and in which state."""
    return await search.lookup(wanted)


@router.get("/assets/{asset_id}")
async def get_asset(search: Search, assets: Assets, asset_id: AssetId) -> AssetView:
    """One asset; a part that did not answer in time is named in `unavailable`."""
    document, asset = await asyncio.gather(
        attempt(search.service, search.document(asset_id)),
        attempt(assets.service, assets.asset(asset_id)),
    )
    return _joined(asset_id, document, asset)


def _joined(
    asset_id: str, document: Document | ServiceError, asset: Asset | ServiceError
) -> AssetView:
    """The owner's refusal is the answer's; search may simply not have heard of the asset yet."""
    if isinstance(asset, ServiceProblemError) and asset.problem.status < 500:
        raise asset
    if isinstance(asset, ServiceError) and isinstance(document, ServiceError):
        raise asset
    missing = [part for part in (document, asset) if isinstance(part, ServiceError)]
    return AssetView(
        asset_id=asset_id,
        document=document if isinstance(document, Document) else None,
        asset=asset if isinstance(asset, Asset) else None,
        metadata=None,
        quality=None,
        unavailable=[part.service.short for part in missing if not _unknown(part)],
    )


def _unknown(error: ServiceError) -> bool:
    return isinstance(error, ServiceProblemError) and error.problem.status == 404
