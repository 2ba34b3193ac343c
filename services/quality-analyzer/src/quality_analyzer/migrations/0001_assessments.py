"""Assets as heard, their assessments, and reassessments."""

from alembic import op

from alice_core.events.tables import create_inbox, create_outbox
from alice_core.work.tables import create_work

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE assets (
    asset_id text PRIMARY KEY,
    pixels_revision bigint NOT NULL,
    life_revision bigint NOT NULL,
    alive boolean NOT NULL
);

CREATE TABLE assessments (
    asset_id text PRIMARY KEY,
    revision bigint NOT NULL,
    assessor text NOT NULL,
    assessed_at timestamptz NOT NULL,
    judgement jsonb NOT NULL
);

CREATE TABLE reassessments (
    id uuid PRIMARY KEY,
    requested_at timestamptz NOT NULL DEFAULT now(),
    cancelled boolean NOT NULL DEFAULT false
);

CREATE TABLE reassessed_assets (
    reassessment_id uuid NOT NULL REFERENCES reassessments,
    asset_id text NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (reassessment_id, asset_id)
);
CREATE INDEX reassessed_assets_pending ON reassessed_assets (asset_id) WHERE state = 'pending';
"""


def upgrade() -> None:
    create_outbox(op)
    create_inbox(op)
    create_work(op)
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
