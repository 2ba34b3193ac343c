"""The table of documents: one row an asset, folded from facts."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

LIVE = "live"

metadata = sa.MetaData(schema=LIVE)

ASPECTS: dict[str, dict[str, object]] = {
    "presence": {"presence_mime": None, "presence_kind": None, "size": None, "discovered_at": None},
    "locations": {
        "filename": None,
        "libraries": [],
        "locations": [],
        "first_modified_at": None,
    },
    "pixels": {
        "state": "discovered",
        "pixels_mime": None,
        "pixels_kind": None,
        "width": None,
        "height": None,
        "duration": None,
        "frames": None,
        "pixel_hash": None,
        "perceptual_hash": None,
        "renditions": [],
        "rejection": None,
    },
    "life": {"alive": True},
}
"""The columns that each aspect's newest fact fills, with what they hold before the first."""

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("asset_id", sa.Text, primary_key=True),
    sa.Column("presence_revision", sa.BigInteger, nullable=False),
    sa.Column("presence_mime", sa.Text),
    sa.Column("presence_kind", sa.Text),
    sa.Column("size", sa.BigInteger),
    sa.Column("discovered_at", sa.DateTime(timezone=True)),
    sa.Column("locations_revision", sa.BigInteger, nullable=False),
    sa.Column("filename", sa.Text),
    sa.Column("libraries", ARRAY(sa.Text), nullable=False),
    sa.Column("locations", JSONB, nullable=False),
    sa.Column("first_modified_at", sa.DateTime(timezone=True)),
    sa.Column("pixels_revision", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("pixels_mime", sa.Text),
    sa.Column("pixels_kind", sa.Text),
    sa.Column("width", sa.Integer),
    sa.Column("height", sa.Integer),
    sa.Column("duration", sa.Double),
    sa.Column("frames", sa.Integer),
    sa.Column("pixel_hash", sa.Text),
    sa.Column("perceptual_hash", sa.Text),
    sa.Column("renditions", JSONB, nullable=False),
    sa.Column("rejection", JSONB),
    sa.Column("life_revision", sa.BigInteger, nullable=False),
    sa.Column("alive", sa.Boolean, nullable=False),
    sa.Column("mime", sa.Text, sa.Computed("coalesce(pixels_mime, presence_mime)")),
    sa.Column("kind", sa.Text, sa.Computed("coalesce(pixels_kind, presence_kind)")),
    sa.Column(
        "created_at",
        sa.DateTime(timezone=True),
        sa.Computed("coalesce(first_modified_at, discovered_at)"),
    ),
    sa.Column("sort_name", sa.Text, sa.Computed("lower(coalesce(filename, ''))")),
    sa.Column("listed", sa.Boolean, sa.Computed("alive AND presence_revision >= 0")),
)
"""An aspect that nobody has told of yet has revision -1.

A row is listed when its presence is known and its life has not ended: facts may come in any
order, and the row of a deleted asset stays, so that older facts do not bring it back.
"""
