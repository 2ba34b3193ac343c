"""`/uploads`: content that comes in over the network, hash first."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime

from alice_contracts.http.assets import Offer, OfferAnswer, OfferedFile, Outcome, RelativePath
from alice_contracts.http.assets import Upload as UploadAnswer
from alice_contracts.identity import AssetId
from alice_core.service import provided
from asset_processor.uploads.intake import Uploads

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"])

Inbox = Annotated[Uploads, provided(Uploads)]


@router.post("/offers")
async def offer(offer: Offer, uploads: Inbox) -> OfferAnswer:
    """Which of these contents are wanted; the others get their new name at once."""
    return await uploads.offer(offer.files)


@router.put("/{asset_id}", status_code=201)
async def upload(
    asset_id: AssetId,
    request: Request,
    response: Response,
    uploads: Inbox,
    path: Annotated[RelativePath, Query()],
    modified_at: Annotated[AwareDatetime | None, Query()] = None,
) -> UploadAnswer:
    """Take in one content; its bytes must have the hash that its id says."""
    file = OfferedFile(asset_id=asset_id, path=path, modified_at=modified_at or datetime.now(UTC))
    outcome = await uploads.take(
        file, request.stream(), int(request.headers.get("content-length", 0))
    )
    response.status_code = 201 if outcome is Outcome.NEW else 200
    return UploadAnswer(asset_id=asset_id, outcome=outcome)
