"""Runs, what they selected, and the tables behind events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from alice_core.events.tables import create_inbox, create_outbox

revision = "0001"
down_revision = None

MOMENT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    create_outbox(op)
    create_inbox(op)
    op.create_table(
        "runs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workflow", sa.Text, nullable=False),
        sa.Column("selection", JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("search_cursor", sa.Text),
        sa.Column("total", sa.BigInteger),
        sa.Column("handed_over", sa.Text),
        sa.Column("done", sa.BigInteger, nullable=False),
        sa.Column("failed", sa.BigInteger, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
    )
    op.create_index("runs_state", "runs", ["state", "id"])
    op.create_table(
        "selected_assets",
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("asset_id", sa.Text, primary_key=True),
    )
