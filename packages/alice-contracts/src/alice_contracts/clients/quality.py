"""Asking quality: assessments, and new ones."""

from collections.abc import Sequence
from uuid import UUID

from alice_contracts.clients.base import ServiceClient
from alice_contracts.clients.routes import route
from alice_contracts.http.quality import Assessment, NewReassessment, Reassessment


class QualityClient(ServiceClient):
    async def assessment(self, asset_id: str) -> Assessment:
        return await self._ask(Assessment, "GET", route("assessments", asset_id))

    async def reassess(self, request_id: UUID, asset_ids: Sequence[str]) -> Reassessment:
        """Add assets to a reassessment, which the first call begins; may be repeated."""
        body = NewReassessment(asset_ids=list(asset_ids))
        url = route("reassessments", str(request_id))
        return await self._ask(Reassessment, "PUT", url, body=body)

    async def reassessment(self, request_id: UUID) -> Reassessment:
        return await self._ask(Reassessment, "GET", route("reassessments", str(request_id)))

    async def cancel_reassessment(self, request_id: UUID) -> Reassessment:
        """Give up what has not begun; may be repeated."""
        url = route("reassessments", str(request_id), "cancel")
        return await self._ask(Reassessment, "POST", url)
