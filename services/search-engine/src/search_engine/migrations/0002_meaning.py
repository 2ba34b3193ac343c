"""What metadata and quality tell, and words to find documents by."""

from collections.abc import Iterator

import orjson
import sqlalchemy as sa
from alembic import op

from search_engine.documents.words import vector

revision = "0002"
down_revision = "0001"

# One statement, so that the table is written anew once.
COLUMNS = """
ALTER TABLE live.documents
    ADD filename_words tsvector NOT NULL DEFAULT '',
    ADD provenance_revision bigint NOT NULL DEFAULT -1,
    ADD generator text,
    ADD tool_version text,
    ADD is_ai text,
    ADD confidence double precision,
    ADD prompt text,
    ADD negative_prompt text,
    ADD model text,
    ADD model_hash text,
    ADD seed numeric(20),
    ADD steps integer,
    ADD sampler text,
    ADD scheduler text,
    ADD cfg_scale double precision,
    ADD loras jsonb NOT NULL DEFAULT '[]',
    ADD tags jsonb NOT NULL DEFAULT '[]',
    ADD tag_names text[] NOT NULL DEFAULT '{}',
    ADD prompt_words tsvector NOT NULL DEFAULT '',
    ADD prompt_key text,
    ADD quality_revision bigint NOT NULL DEFAULT -1,
    ADD stars integer,
    ADD score double precision,
    ADD reasons jsonb NOT NULL DEFAULT '[]',
    ADD stars_rank integer GENERATED ALWAYS AS (coalesce(stars, 0)) STORED,
    ADD score_rank double precision GENERATED ALWAYS AS (coalesce(score, -1)) STORED
"""

# One index a sort order, each holding all that filters with few values look at: a page among a
# million documents that hardly any filter passes is found by reading an index alone.
COVERED = (
    "kind, mime, state, libraries, filename, created_at, size, width, height, "
    "generator, model, is_ai, stars"
)

INDEXES = (
    f"CREATE INDEX ON live.documents (created_at, asset_id) INCLUDE ({COVERED}) WHERE listed",
    f"CREATE INDEX ON live.documents (size, asset_id) INCLUDE ({COVERED}) WHERE listed",
    f"CREATE INDEX ON live.documents (sort_name, asset_id) INCLUDE ({COVERED}) WHERE listed",
    "CREATE INDEX ON live.documents (stars_rank, score_rank, created_at, asset_id) "
    f"INCLUDE ({COVERED}) WHERE listed",
    "CREATE INDEX ON live.documents USING gin (libraries) WHERE listed",
    "CREATE INDEX ON live.documents USING gin (filename gin_trgm_ops) WHERE listed",
    "CREATE INDEX ON live.documents USING gin (tag_names) WHERE listed",
    # Not of the listed alone: only then does the planner know how frequent a word is.
    "CREATE INDEX ON live.documents USING gin ((filename_words || prompt_words))",
    "CREATE INDEX ON live.documents (model) WHERE listed AND model IS NOT NULL",
    "CREATE INDEX ON live.documents (seed) WHERE listed AND seed IS NOT NULL",
    "CREATE INDEX ON live.documents (prompt_key) WHERE listed AND prompt_key IS NOT NULL",
)

# A plan for whatever is asked would look up what is frequent, or walk an index for what is rare.
PLAN_EACH_QUERY = "ALTER ROLE CURRENT_USER SET plan_cache_mode = force_custom_plan"

# A rebuild gave them the names that PostgreSQL gives.
OLD_INDEXES = """
SELECT indexrelid::regclass::text FROM pg_index
WHERE indrelid = 'live.documents'::regclass AND NOT indisprimary
"""

PAGE = 5_000
NAMES = """
SELECT asset_id, filename FROM live.documents
WHERE asset_id > :after AND filename IS NOT NULL ORDER BY asset_id LIMIT :page
"""
NAME_WORDS = """
UPDATE live.documents SET filename_words = told.filename_words
FROM json_to_recordset(CAST(:rows AS json)) AS told (asset_id text, filename_words tsvector)
WHERE documents.asset_id = told.asset_id
"""


def upgrade() -> None:
    _end_rebuild()
    for index in op.get_bind().scalars(sa.text(OLD_INDEXES)).all():
        op.execute(f"DROP INDEX {index}")
    op.execute(COLUMNS)
    for rows in _names():
        op.get_bind().execute(sa.text(NAME_WORDS), {"rows": orjson.dumps(rows).decode()})
    for index in INDEXES:
        op.execute(index)
    op.execute(PLAN_EACH_QUERY)


def _end_rebuild() -> None:
    """The tables that it fills lack the new columns; the next request begins anew."""
    op.execute("DROP SCHEMA IF EXISTS building CASCADE")
    op.execute(
        "DELETE FROM snapshots USING rebuilds WHERE rebuild_id = id AND completed_at IS NULL"
    )
    op.execute("DELETE FROM rebuilds WHERE completed_at IS NULL")


def _names() -> Iterator[list[dict[str, str]]]:
    after = ""
    while found := op.get_bind().execute(sa.text(NAMES), {"after": after, "page": PAGE}).all():
        yield [{"asset_id": row.asset_id, "filename_words": vector(row.filename)} for row in found]
        after = found[-1].asset_id
