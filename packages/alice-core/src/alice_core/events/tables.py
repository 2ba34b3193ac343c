"""The tables behind events, and how a migration makes them.

The `create_` functions are what released migrations call: they never change. A later change of
a table is a function of its own.
"""

from types import ModuleType
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.operations import Operations

EVENTS = sa.MetaData()

outbox = sa.Table(
    "outbox",
    EVENTS,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column(
        "created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    ),
)

processed_events = sa.Table(
    "processed_events",
    EVENTS,
    sa.Column("consumer_group", sa.Text, primary_key=True),
    sa.Column("event_id", sa.Uuid, primary_key=True),
    sa.Column(
        "processed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    ),
)


def create_outbox(op: "Operations | ModuleType") -> None:
    """Every row lives for moments, so the table is vacuumed by dead rows, not by share."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
        ),
    )
    op.execute(
        "ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, "
        "autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_scale_factor = 0, "
        "autovacuum_vacuum_insert_threshold = 10000, autovacuum_vacuum_cost_delay = 0)"
    )


def create_inbox(op: "Operations | ModuleType") -> None:
    """Rows come in the order of `processed_at`, so a block range index finds old ones."""
    op.create_table(
        "processed_events",
        sa.Column("consumer_group", sa.Text, primary_key=True),
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column(
            "processed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
        ),
    )
    op.create_index(
        "processed_events_processed_at",
        "processed_events",
        ["processed_at"],
        postgresql_using="brin",
    )
