"""`/assessments` and `/reassessments`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from alice_contracts.http.quality import Assessment, NewReassessment, Reassessment
from alice_contracts.identity import AssetId
from alice_core.service import provided
from quality_analyzer.assessments.records import AssessmentRecords
from quality_analyzer.reassessments.desk import Reassessments

router = APIRouter(prefix="/api/v1", tags=["quality"])

Records = Annotated[AssessmentRecords, provided(AssessmentRecords)]
Desk = Annotated[Reassessments, provided(Reassessments)]


@router.get("/assessments/{asset_id}")
async def get_assessment(asset_id: AssetId, records: Records) -> Assessment:
    """The newest judgement of an asset."""
    return await records.get(asset_id)


@router.put("/reassessments/{reassessment_id}")
async def add_to_reassessment(
    reassessment_id: UUID, wanted: NewReassessment, desk: Desk
) -> Reassessment:
    """Have assets assessed anew, each once in this reassessment; may be repeated."""
    return await desk.add(reassessment_id, wanted.asset_ids)


@router.get("/reassessments/{reassessment_id}")
async def get_reassessment(reassessment_id: UUID, desk: Desk) -> Reassessment:
    return await desk.get(reassessment_id)


@router.post("/reassessments/{reassessment_id}/cancel")
async def cancel_reassessment(reassessment_id: UUID, desk: Desk) -> Reassessment:
    """Drop what has not begun; may be repeated, and holds for what is added later."""
    return await desk.cancel(reassessment_id)
