"""Uploads: which contents are missing, and their bytes."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import AwareDatetime

from alice_contracts.http.assets import Offer, OfferAnswer, Outcome, RelativePath, Upload
from alice_contracts.identity import AssetId
from alice_interface.api.resource import PREFIX, Assets, resource_router

router = resource_router("uploads")

OFFERS = f"{PREFIX}/uploads/offers"
UPLOADS = f"{PREFIX}/uploads/"
MAX_OFFER_BYTES = 8 * 1024**2

BINARY_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post("/uploads/offers")
async def offer_files(assets: Assets, offer: Offer) -> OfferAnswer:
    """Ask which contents are missing; known ones get their new location at once."""
    return await assets.offer(offer)


@router.put(
    "/uploads/{asset_id}",
    status_code=201,
    openapi_extra=BINARY_BODY,
    responses={200: {"model": Upload, "description": "The content was known already"}},
)
async def upload_file(
    assets: Assets,
    request: Request,
    response: Response,
    asset_id: AssetId,
    path: Annotated[RelativePath, Query()],
    modified_at: Annotated[AwareDatetime, Query()],
) -> Upload:
    """Send one file's bytes; they must have the hash that the path names."""
    size = request.headers.get("content-length")
    uploaded = await assets.upload(
        asset_id,
        request.stream(),
        path=path,
        modified_at=modified_at,
        size=int(size) if size else None,
    )
    response.status_code = 201 if uploaded.outcome is Outcome.NEW else 200
    return uploaded
