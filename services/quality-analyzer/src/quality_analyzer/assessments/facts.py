"""From rows to what others hear and are answered."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.assessment import Judgement
from alice_contracts.events.quality import QualityAssessed
from alice_contracts.http.quality import Assessment
from alice_core.events.outbox import Fact
from quality_analyzer.assessments import repository


def assessed(row: Row[Any]) -> Fact:
    judgement = Judgement.model_validate(row.judgement)
    data = QualityAssessed(assessor=row.assessor, judgement=judgement)
    return Fact(row.asset_id, row.revision, data)


def assessment(row: Row[Any]) -> Assessment:
    return Assessment(
        asset_id=row.asset_id,
        revision=row.revision,
        assessor=row.assessor,
        assessed_at=row.assessed_at,
        assessments=row.revision,
        judgement=Judgement.model_validate(row.judgement),
    )


async def snapshot_page(session: AsyncSession, after: str | None, limit: int) -> Sequence[Fact]:
    """A rebuild asks for all facts: a page of them, in order of asset id."""
    return [assessed(row) for row in await repository.page(session, after, limit)]
