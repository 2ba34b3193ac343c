"""Libraries, assets, locations and scans."""

from alembic import op

from alice_core.events.tables import create_inbox, create_outbox
from alice_core.work.tables import create_work

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE libraries (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    root text NOT NULL UNIQUE,
    watch text NOT NULL,
    interval double precision NOT NULL,
    state text NOT NULL,
    detail text,
    created_at timestamptz NOT NULL DEFAULT now(),
    scanned_at timestamptz
);

CREATE TABLE assets (
    asset_id text PRIMARY KEY,
    revision bigint NOT NULL,
    state text NOT NULL,
    mime text NOT NULL,
    kind text NOT NULL,
    size bigint NOT NULL,
    stored boolean NOT NULL,
    discovered_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    superseded_by text REFERENCES assets,
    width bigint,
    height bigint,
    duration double precision,
    frames bigint,
    pixel_hash text,
    perceptual_hash text,
    renditions jsonb NOT NULL DEFAULT '[]',
    reject_reason text,
    reject_detail text
);

CREATE TABLE locations (
    id uuid PRIMARY KEY,
    library_id uuid REFERENCES libraries,
    directory text COLLATE "C" NOT NULL,
    name text NOT NULL,
    asset_id text REFERENCES assets,
    size bigint NOT NULL,
    mtime_ns bigint NOT NULL,
    inode bigint NOT NULL,
    revision bigint NOT NULL DEFAULT 1,
    reject_reason text
);
CREATE UNIQUE INDEX locations_in_library ON locations (library_id, directory, name)
    WHERE library_id IS NOT NULL;
CREATE UNIQUE INDEX locations_of_uploads ON locations (asset_id, directory, name)
    WHERE library_id IS NULL;
CREATE INDEX locations_by_inode ON locations (library_id, inode);
CREATE INDEX locations_of_asset ON locations (asset_id);

CREATE TABLE scans (
    id uuid PRIMARY KEY,
    library_id uuid NOT NULL REFERENCES libraries ON DELETE CASCADE,
    path text NOT NULL,
    accept_empty boolean NOT NULL,
    state text NOT NULL,
    counts jsonb NOT NULL DEFAULT '{}',
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz
);
CREATE INDEX scans_of_library ON scans (library_id, created_at);

CREATE TABLE scan_outcomes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scan_id uuid NOT NULL REFERENCES scans ON DELETE CASCADE,
    path text NOT NULL,
    outcome text NOT NULL,
    asset_id text,
    reason text,
    detail text
);
CREATE INDEX scan_outcomes_of_scan ON scan_outcomes (scan_id, id);
"""


def upgrade() -> None:
    create_outbox(op)
    create_inbox(op)
    create_work(op)
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
