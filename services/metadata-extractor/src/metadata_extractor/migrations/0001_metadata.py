"""Assets as they were heard of, what was extracted of them, and their raw blocks."""

from alembic import op

from alice_core.events.tables import create_inbox, create_outbox
from alice_core.work.tables import create_work

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE assets (
    asset_id text PRIMARY KEY,
    revision bigint NOT NULL,
    wanted boolean NOT NULL
);

CREATE TABLE extractions (
    asset_id text PRIMARY KEY,
    revision bigint NOT NULL,
    digest bytea NOT NULL,
    fact jsonb NOT NULL,
    whole jsonb,
    extracted_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE blocks (
    asset_id text NOT NULL REFERENCES extractions ON DELETE CASCADE,
    number integer NOT NULL,
    place text NOT NULL,
    key text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,
    problem text,
    deflated bytea STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (asset_id, number)
);
"""


def upgrade() -> None:
    create_outbox(op)
    create_inbox(op)
    create_work(op)
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
