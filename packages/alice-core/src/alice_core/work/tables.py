"""The table behind heavy work, and how a migration makes it.

`create_work` is what released migrations call: it never changes. A later change of the table
is a function of its own.
"""

from types import ModuleType
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

if TYPE_CHECKING:
    from alembic.operations import Operations

WORK = sa.MetaData()

work = sa.Table(
    "work",
    WORK,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("queue", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("payload", JSONB, nullable=False),
    sa.Column("priority", sa.SmallInteger, nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False),
    sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("leased_by", sa.Text),
    sa.Column("token", sa.Uuid),
    sa.Column("error", sa.Text),
    sa.Column("failed_at", sa.DateTime(timezone=True)),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)


def create_work(op: "Operations | ModuleType") -> None:
    """A row is leased while it has a `token`; `available_at` is then the end of the lease."""
    op.create_table(
        "work",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("payload", JSONB, nullable=False),
        sa.Column("priority", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column(
            "available_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
        ),
        sa.Column("leased_by", sa.Text),
        sa.Column("token", sa.Uuid),
        sa.Column("error", sa.Text),
        sa.Column("failed_at", sa.DateTime(timezone=True)),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
        ),
        sa.UniqueConstraint("queue", "key", name="work_queue_key"),
        sa.CheckConstraint("(token IS NULL) = (leased_by IS NULL)", name="work_whole_lease"),
        sa.CheckConstraint(
            "failed_at IS NULL OR (error IS NOT NULL AND token IS NULL)", name="work_told_failure"
        ),
    )
    op.create_index(
        "work_claimable",
        "work",
        ["queue", sa.text("priority DESC"), "available_at"],
        postgresql_where=sa.text("failed_at IS NULL"),
    )
    op.create_index(
        "work_failed", "work", ["queue", "id"], postgresql_where=sa.text("failed_at IS NOT NULL")
    )
    op.execute(
        "ALTER TABLE work SET (autovacuum_vacuum_scale_factor = 0, "
        "autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0)"
    )
