"""Asking assets: libraries, scans, uploads, assets and their bytes."""

from collections.abc import AsyncIterable, Mapping
from datetime import datetime
from uuid import UUID

import httpx

from alice_contracts.clients.base import ServiceClient
from alice_contracts.clients.routes import route
from alice_contracts.http.assets import (
    Asset,
    Library,
    NewLibrary,
    NewScan,
    Offer,
    OfferAnswer,
    Outcome,
    Scan,
    ScanOutcome,
    Upload,
)
from alice_contracts.http.base import Page


class AssetsClient(ServiceClient):
    async def libraries(self) -> list[Library]:
        return await self._ask(list[Library], "GET", route("libraries"))

    async def add_library(self, library: NewLibrary) -> Library:
        return await self._ask(Library, "POST", route("libraries"), body=library)

    async def library(self, name: str) -> Library:
        return await self._ask(Library, "GET", route("libraries", name))

    async def remove_library(self, name: str) -> None:
        await self._send("DELETE", route("libraries", name))

    async def start_scan(self, library: str, scan: NewScan) -> Scan:
        return await self._ask(Scan, "POST", route("libraries", library, "scans"), body=scan)

    async def scan(self, scan_id: UUID) -> Scan:
        return await self._ask(Scan, "GET", route("scans", str(scan_id)))

    async def scan_outcomes(
        self, scan_id: UUID, outcome: Outcome | None, cursor: str | None, limit: int
    ) -> Page[ScanOutcome]:
        return await self._ask(
            Page[ScanOutcome],
            "GET",
            route("scans", str(scan_id), "outcomes"),
            params={"outcome": outcome, "cursor": cursor, "limit": limit},
        )

    async def offer(self, offer: Offer) -> OfferAnswer:
        return await self._ask(OfferAnswer, "POST", route("uploads", "offers"), body=offer)

    async def upload(
        self,
        asset_id: str,
        content: AsyncIterable[bytes],
        *,
        path: str,
        modified_at: datetime,
        size: int | None = None,
    ) -> Upload:
        """Send one file's bytes as they come; `size` lets assets refuse before the first."""
        response = await self._send(
            "PUT",
            route("uploads", asset_id),
            params={"path": path, "modified_at": modified_at.isoformat()},
            content=content,
            headers={} if size is None else {"content-length": str(size)},
        )
        return self._parse(Upload, response)

    async def asset(self, asset_id: str) -> Asset:
        return await self._ask(Asset, "GET", route("assets", asset_id))

    async def content(
        self, asset_id: str, *, method: str = "GET", headers: Mapping[str, str]
    ) -> httpx.Response:
        """The original's bytes, unread; `headers` may ask for a range or a newer version."""
        return await self._stream(method, route("assets", asset_id, "content"), headers)

    async def rendition(
        self, asset_id: str, edge: int, *, method: str = "GET", headers: Mapping[str, str]
    ) -> httpx.Response:
        url = route("assets", asset_id, "renditions", str(edge))
        return await self._stream(method, url, headers)
