"""The tables of assets: libraries, assets, their locations, and scans."""

from sqlalchemy import BigInteger, Boolean, Column, Double, ForeignKey, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

METADATA = MetaData()
MOMENT = TIMESTAMP(timezone=True)

libraries = Table(
    "libraries",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("root", Text, nullable=False),
    Column("watch", Text, nullable=False),
    Column("interval", Double, nullable=False),
    Column("state", Text, nullable=False),
    Column("detail", Text),
    Column("created_at", MOMENT, nullable=False),
    Column("scanned_at", MOMENT),
)

# One row a content; `stored` says that the blob store holds its bytes.
assets = Table(
    "assets",
    METADATA,
    Column("asset_id", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("stored", Boolean, nullable=False),
    Column("discovered_at", MOMENT, nullable=False),
    Column("deleted_at", MOMENT),
    Column("superseded_by", Text, ForeignKey("assets.asset_id")),
    Column("width", BigInteger),
    Column("height", BigInteger),
    Column("duration", Double),
    Column("frames", BigInteger),
    Column("pixel_hash", Text),
    Column("perceptual_hash", Text),
    Column("renditions", JSONB, nullable=False),
    Column("reject_reason", Text),
    Column("reject_detail", Text),
)

# A file in a library, or the name under which something was uploaded (no library). One without
# asset was refused or passed over, and is remembered so that it is not opened until it changes.
locations = Table(
    "locations",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("library_id", Uuid, ForeignKey("libraries.id")),
    Column("directory", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("asset_id", Text, ForeignKey("assets.asset_id")),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("inode", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("reject_reason", Text),
)

scans = Table(
    "scans",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("library_id", Uuid, ForeignKey("libraries.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("accept_empty", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("counts", JSONB, nullable=False),
    Column("error", Text),
    Column("created_at", MOMENT, nullable=False),
    Column("started_at", MOMENT),
    Column("finished_at", MOMENT),
)

scan_outcomes = Table(
    "scan_outcomes",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("scan_id", Uuid, ForeignKey("scans.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("asset_id", Text),
    Column("reason", Text),
    Column("detail", Text),
)
