"""The tables of rebuilds: the newest rebuild and how far each owner's snapshot has come."""

import sqlalchemy as sa

BUILDING = "building"

metadata = sa.MetaData()

rebuilds = sa.Table(
    "rebuilds",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("completed_at", sa.DateTime(timezone=True)),
)

snapshots = sa.Table(
    "snapshots",
    metadata,
    sa.Column("rebuild_id", sa.Uuid, sa.ForeignKey("rebuilds.id"), primary_key=True),
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("received", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("expected", sa.BigInteger),
)
"""`expected` is null until the owner has said how many events its snapshot holds."""
