"""Raw blocks: what a generator wrote into a file, as it lay there."""

from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import StreamingResponse

from alice_contracts.identity import AssetId
from alice_interface.api.resource import Metadata, resource_router
from alice_interface.relay import RelayedDownload, asked_headers

router = resource_router("assets")

Number = Annotated[int, Path(ge=0, description="as the block is listed in the asset's metadata")]

BYTES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The bytes; their media type stands in the asset's metadata",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    206: {"description": "The range that was asked for"},
    304: {"description": "What the asker holds is current"},
}


@router.get(
    "/assets/{asset_id}/metadata/blocks/{number}",
    response_class=StreamingResponse,
    responses=BYTES,
)
async def get_block(
    metadata: Metadata, request: Request, asset_id: AssetId, number: Number
) -> RelayedDownload:
    """One raw block, such as a ComfyUI workflow, as a download."""
    block = await metadata.block(asset_id, number, headers=asked_headers(request))
    return RelayedDownload(block)
