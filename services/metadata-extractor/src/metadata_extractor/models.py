"""The tables of metadata: assets as they were heard of, extractions, and raw blocks."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

TABLES = MetaData()

# The newest word of each asset: `wanted` until it is deleted or superseded.
assets = Table(
    "assets",
    TABLES,
    Column("asset_id", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("wanted", Boolean, nullable=False),
)

# `fact` is what was said, `whole` the same with nothing cut: null where nothing was.
extractions = Table(
    "extractions",
    TABLES,
    Column("asset_id", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("fact", JSONB, nullable=False),
    Column("whole", JSONB),
    Column("extracted_at", TIMESTAMP(timezone=True), nullable=False),
)

# Deflated before they come here: the texts of real files shrink to 27 %, by PostgreSQL's own
# compression to 37 %, and its lz4 is not in every build.
blocks = Table(
    "blocks",
    TABLES,
    Column("asset_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("place", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("problem", Text),
    Column("deflated", LargeBinary, nullable=False),
)
