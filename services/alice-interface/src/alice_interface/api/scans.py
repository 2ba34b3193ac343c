"""Scans: how far one is, and what became of each file."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from alice_contracts.http.assets import Outcome, Scan, ScanOutcome
from alice_contracts.http.base import Page
from alice_interface.api.resource import Assets, resource_router

router = resource_router("scans")


@router.get("/scans/{scan_id}")
async def get_scan(assets: Assets, scan_id: UUID) -> Scan:
    return await assets.scan(scan_id)


@router.get("/scans/{scan_id}/outcomes")
async def list_scan_outcomes(
    assets: Assets,
    scan_id: UUID,
    outcome: Outcome | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Page[ScanOutcome]:
    """The files that were not simply found unchanged, in the order in which they were met."""
    return await assets.scan_outcomes(scan_id, outcome, cursor, limit)
