"""Assessments and requests for new ones, as quality answers them."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from alice_contracts.assessment import Judgement
from alice_contracts.http.assets import MAX_BATCH
from alice_contracts.http.base import Model, Request
from alice_contracts.identity import AssetId


class Assessment(Model):
    """The newest judgement of one asset; `assessments` counts all there have been."""

    asset_id: str
    revision: int
    assessor: str
    assessed_at: AwareDatetime
    assessments: int
    judgement: Judgement


class NewReassessment(Request):
    """More assets for one reassessment; those that it has already are passed over."""

    asset_ids: list[AssetId] = Field(min_length=1, max_length=MAX_BATCH)


class Reassessment(Model):
    """How far a reassessment has come.

    `total` is what was asked for, `done` and `failed` what ended; `unknown` of the failed are
    assets that quality never heard of.
    """

    id: UUID
    total: int
    done: int
    failed: int
    unknown: int
    cancelled: bool
