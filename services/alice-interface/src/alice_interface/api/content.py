"""Bytes of assets: originals and renditions, by Range where asked for."""

from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import StreamingResponse

from alice_contracts.identity import AssetId
from alice_interface.api.resource import Assets, resource_router
from alice_interface.relay import Relayed, asked_headers

router = resource_router("assets")

Edge = Annotated[int, Path(ge=1, description="the bound of the longer side in pixels")]

BYTES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The bytes, immutable under their ETag",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
    },
    206: {"description": "The range that was asked for"},
    304: {"description": "What the asker holds is current"},
}
HEADERS: dict[int | str, dict[str, Any]] = {200: {"description": "The headers that GET answers"}}


@router.get("/assets/{asset_id}/content", response_class=StreamingResponse, responses=BYTES)
async def get_content(assets: Assets, request: Request, asset_id: AssetId) -> Relayed:
    return Relayed(await assets.content(asset_id, headers=asked_headers(request)))


@router.head("/assets/{asset_id}/content", response_class=StreamingResponse, responses=HEADERS)
async def head_content(assets: Assets, request: Request, asset_id: AssetId) -> Relayed:
    headers = asked_headers(request)
    return Relayed(await assets.content(asset_id, method="HEAD", headers=headers))


@router.get(
    "/assets/{asset_id}/renditions/{edge}", response_class=StreamingResponse, responses=BYTES
)
async def get_rendition(assets: Assets, request: Request, asset_id: AssetId, edge: Edge) -> Relayed:
    return Relayed(await assets.rendition(asset_id, edge, headers=asked_headers(request)))


@router.head(
    "/assets/{asset_id}/renditions/{edge}", response_class=StreamingResponse, responses=HEADERS
)
async def head_rendition(
    assets: Assets, request: Request, asset_id: AssetId, edge: Edge
) -> Relayed:
    headers = asked_headers(request)
    return Relayed(await assets.rendition(asset_id, edge, method="HEAD", headers=headers))
