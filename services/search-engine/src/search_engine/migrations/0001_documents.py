"""Documents, rebuilds, and the tables behind events and work."""

import sqlalchemy as sa
from alembic import op

from alice_core.events.tables import create_inbox, create_outbox
from alice_core.work.tables import create_work

revision = "0001"
down_revision = None

DOCUMENTS = """
CREATE TABLE live.documents (
    asset_id text PRIMARY KEY,
    presence_revision bigint NOT NULL,
    presence_mime text,
    presence_kind text,
    size bigint,
    discovered_at timestamptz,
    locations_revision bigint NOT NULL,
    filename text,
    libraries text[] NOT NULL,
    locations jsonb NOT NULL,
    first_modified_at timestamptz,
    pixels_revision bigint NOT NULL,
    state text NOT NULL,
    pixels_mime text,
    pixels_kind text,
    width integer,
    height integer,
    duration double precision,
    frames integer,
    pixel_hash text,
    perceptual_hash text,
    renditions jsonb NOT NULL,
    rejection jsonb,
    life_revision bigint NOT NULL,
    alive boolean NOT NULL,
    mime text GENERATED ALWAYS AS (coalesce(pixels_mime, presence_mime)) STORED,
    kind text GENERATED ALWAYS AS (coalesce(pixels_kind, presence_kind)) STORED,
    created_at timestamptz GENERATED ALWAYS AS
        (coalesce(first_modified_at, discovered_at)) STORED,
    sort_name text GENERATED ALWAYS AS (lower(coalesce(filename, ''))) STORED,
    listed boolean GENERATED ALWAYS AS (alive AND presence_revision >= 0) STORED
)
"""

# One index a sort order, each holding all that filters look at: a page among a million documents
# that hardly any filter passes is found by reading an index alone.
COVERED = "kind, mime, state, libraries, filename, created_at, size, width, height"

# Without names of their own: a rebuild's copies of the indexes get the names that PostgreSQL
# gives by default, and so they stay the same through every swap.
INDEXES = (
    f"CREATE INDEX ON live.documents (created_at, asset_id) INCLUDE ({COVERED}) WHERE listed",
    f"CREATE INDEX ON live.documents (size, asset_id) INCLUDE ({COVERED}) WHERE listed",
    f"CREATE INDEX ON live.documents (sort_name, asset_id) INCLUDE ({COVERED}) WHERE listed",
    "CREATE INDEX ON live.documents USING gin (libraries) WHERE listed",
    "CREATE INDEX ON live.documents USING gin (filename gin_trgm_ops) WHERE listed",
)


def upgrade() -> None:
    create_outbox(op)
    create_inbox(op)
    create_work(op)
    op.execute("CREATE SCHEMA live")
    op.execute(DOCUMENTS)
    for index in INDEXES:
        op.execute(index)
    op.create_table(
        "rebuilds",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "snapshots",
        sa.Column("rebuild_id", sa.Uuid, sa.ForeignKey("rebuilds.id"), primary_key=True),
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("received", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("expected", sa.BigInteger),
    )
