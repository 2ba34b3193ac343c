"""`/assets/{asset_id}`: what is known of it, its bytes and its renditions."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from alice_contracts.http.assets import Asset
from alice_contracts.identity import AssetId
from alice_core.problems import Problem
from alice_core.service import provided
from asset_processor.assets.delivery import Deliveries, Delivery
from asset_processor.assets.records import AssetRecords
from asset_processor.ranges import ByteRange, UnsatisfiableError, parse_range, whole

router = APIRouter(prefix="/api/v1/assets/{asset_id}", tags=["assets"])

Records = Annotated[AssetRecords, provided(AssetRecords)]
Bytes = Annotated[Deliveries, provided(Deliveries)]

# Bytes of an id never change, so whoever has them never needs to ask again.
CACHING = "private, max-age=31536000, immutable"


@router.get("")
async def get_asset(asset_id: AssetId, records: Records) -> Asset:
    return await records.get(asset_id)


@router.api_route("/content", methods=["GET", "HEAD"], response_class=StreamingResponse)
async def get_content(asset_id: AssetId, request: Request, deliveries: Bytes) -> Response:
    return _answer(request, deliveries, await deliveries.original(asset_id))


@router.api_route("/renditions/{edge}", methods=["GET", "HEAD"], response_class=StreamingResponse)
async def get_rendition(
    asset_id: AssetId, edge: int, request: Request, deliveries: Bytes
) -> Response:
    return _answer(request, deliveries, await deliveries.rendition(asset_id, edge))


def _answer(request: Request, deliveries: Deliveries, delivery: Delivery) -> Response:
    headers = _headers(delivery)
    if _has_it(request, delivery):
        return Response(status_code=304, headers=headers)
    wanted = _wanted(request, delivery)
    headers["Content-Length"] = str(wanted.length)
    if wanted.is_partial:
        headers["Content-Range"] = wanted.content_range
    status = 206 if wanted.is_partial else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=delivery.mime)
    return StreamingResponse(
        deliveries.read(delivery, wanted), status, headers, media_type=delivery.mime
    )


def _headers(delivery: Delivery) -> dict[str, str]:
    return {
        "ETag": delivery.etag,
        "Cache-Control": CACHING,
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(delivery.filename)}",
    }


def _has_it(request: Request, delivery: Delivery) -> bool:
    held = request.headers.get("if-none-match", "")
    return any(
        tag.strip().removeprefix("W/") in {"*", delivery.etag} for tag in held.split(",") if tag
    )


def _wanted(request: Request, delivery: Delivery) -> ByteRange:
    condition = request.headers.get("if-range", delivery.etag)
    if condition != delivery.etag:
        return whole(delivery.size)
    try:
        return parse_range(request.headers.get("range"), delivery.size)
    except UnsatisfiableError as error:
        raise Problem(
            416,
            "bad-range",
            "The range cannot be satisfied",
            f"Range: {error}; there are {delivery.size:,} bytes.",
            headers={"Content-Range": f"bytes */{delivery.size}"},
        ) from error
