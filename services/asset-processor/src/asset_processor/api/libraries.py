"""`/libraries`, and what scans of them found."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from alice_contracts.http.assets import Library, NewLibrary, NewScan, Outcome, Scan, ScanOutcome
from alice_contracts.http.base import Page
from alice_core.service import provided
from asset_processor.libraries.catalogue import Catalogue, show
from asset_processor.scanning.records import ScanRecords

router = APIRouter(prefix="/api/v1", tags=["libraries"])

Libraries = Annotated[Catalogue, provided(Catalogue)]
Records = Annotated[ScanRecords, provided(ScanRecords)]


@router.post("/libraries", status_code=201)
async def add_library(new: NewLibrary, libraries: Libraries) -> Library:
    return await libraries.add(new)


@router.get("/libraries")
async def list_libraries(libraries: Libraries) -> list[Library]:
    return [show(library) for library in await libraries.everything()]


@router.get("/libraries/{name}")
async def get_library(name: str, libraries: Libraries) -> Library:
    return show(await libraries.named(name))


@router.delete("/libraries/{name}", status_code=204)
async def remove_library(name: str, libraries: Libraries) -> None:
    await libraries.remove(name)


@router.post("/libraries/{name}/scans", status_code=202)
async def scan_library(name: str, wish: NewScan, libraries: Libraries, records: Records) -> Scan:
    return await records.get(await libraries.scan(name, wish))


@router.get("/scans/{scan_id}")
async def get_scan(scan_id: UUID, records: Records) -> Scan:
    return await records.get(scan_id)


@router.get("/scans/{scan_id}/outcomes")
async def get_outcomes(
    scan_id: UUID,
    records: Records,
    outcome: Outcome | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Page[ScanOutcome]:
    return await records.outcomes(scan_id, outcome, cursor, limit)
