"""Asking metadata: provenance and the raw blocks behind it."""

from collections.abc import Mapping

import httpx

from alice_contracts.clients.base import ServiceClient
from alice_contracts.clients.routes import route
from alice_contracts.http.metadata import Metadata


class MetadataClient(ServiceClient):
    async def metadata(self, asset_id: str) -> Metadata:
        return await self._ask(Metadata, "GET", route("metadata", asset_id))

    async def block(
        self, asset_id: str, number: int, *, headers: Mapping[str, str]
    ) -> httpx.Response:
        """The bytes of one raw block, unread."""
        return await self._stream(
            "GET", route("metadata", asset_id, "blocks", str(number)), headers
        )
