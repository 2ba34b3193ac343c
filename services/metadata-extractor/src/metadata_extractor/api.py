"""`/metadata/{asset_id}`: what the file says of its origin, and its raw blocks."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from alice_contracts.http.metadata import Metadata
from alice_contracts.identity import AssetId
from alice_core.service import provided
from metadata_extractor.records import BlockFile, MetadataRecords

router = APIRouter(prefix="/api/v1/metadata/{asset_id}", tags=["metadata"])

Records = Annotated[MetadataRecords, provided(MetadataRecords)]
Number = Annotated[int, Path(ge=0, lt=2**31)]


@router.get("")
async def get_metadata(asset_id: AssetId, records: Records) -> Metadata:
    return await records.get(asset_id)


@router.get("/blocks/{number}", response_class=Response)
async def get_block(
    asset_id: AssetId, number: Number, request: Request, records: Records
) -> Response:
    """The bytes as they lay in the file, always as a download: they are hostile."""
    block = await records.block(asset_id, number)
    headers = _headers(block)
    if block.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(block.data, headers=headers | {"Content-Type": block.media_type})


def _headers(block: BlockFile) -> dict[str, str]:
    return {
        "ETag": block.etag,
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(block.name, safe='')}",
    }
