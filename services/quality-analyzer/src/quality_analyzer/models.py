"""The tables of quality: what it heard of assets, its assessments, and reassessments."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

METADATA = MetaData()
MOMENT = TIMESTAMP(timezone=True)

# Each aspect at the revision of its newest fact, -1 before the first; the row of a deleted asset
# stays, so that older facts do not bring it back.
assets = Table(
    "assets",
    METADATA,
    Column("asset_id", Text, primary_key=True),
    Column("pixels_revision", BigInteger, nullable=False),
    Column("life_revision", BigInteger, nullable=False),
    Column("alive", Boolean, nullable=False),
)

# The newest of each asset. `revision` counts all there have been: nothing else changes it.
assessments = Table(
    "assessments",
    METADATA,
    Column("asset_id", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("assessor", Text, nullable=False),
    Column("assessed_at", MOMENT, nullable=False),
    Column("judgement", JSONB, nullable=False),
)

reassessments = Table(
    "reassessments",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("requested_at", MOMENT, nullable=False),
    Column("cancelled", Boolean, nullable=False),
)

# What was asked for; rows stay, so that nothing is done twice however often it is asked.
reassessed_assets = Table(
    "reassessed_assets",
    METADATA,
    Column("reassessment_id", Uuid, ForeignKey("reassessments.id"), primary_key=True),
    Column("asset_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
)
