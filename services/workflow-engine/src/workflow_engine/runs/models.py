"""The tables of runs: one row a run, and what each of them selected."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

METADATA = sa.MetaData()
MOMENT = TIMESTAMP(timezone=True)

runs = sa.Table(
    "runs",
    METADATA,
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
"""`search_cursor` begins the next page of the selection; `handed_over` is the last asset of the
selection, in order of ids, that was given to whoever does the work.
"""

selected = sa.Table(
    "selected_assets",
    METADATA,
    sa.Column("run_id", sa.Uuid, sa.ForeignKey("runs.id"), primary_key=True),
    sa.Column("asset_id", sa.Text, primary_key=True),
)
"""The list of a run that has not ended."""
