"""The table of documents: one row an asset, folded from facts."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

LIVE = "live"

metadata = sa.MetaData(schema=LIVE)

ASPECTS: dict[str, dict[str, object]] = {
    "presence": {"presence_mime": None, "presence_kind": None, "size": None, "discovered_at": None},
    "locations": {
        "filename": None,
        "filename_words": "",
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
    "provenance": {
        "generator": None,
        "tool_version": None,
        "is_ai": None,
        "confidence": None,
        "prompt": None,
        "negative_prompt": None,
        "model": None,
        "model_hash": None,
        "seed": None,
        "steps": None,
        "sampler": None,
        "scheduler": None,
        "cfg_scale": None,
        "loras": [],
        "tags": [],
        "tag_names": [],
        "prompt_words": "",
        "prompt_key": None,
    },
    "quality": {"stars": None, "score": None, "reasons": []},
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
    sa.Column("filename_words", TSVECTOR, nullable=False),
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
    sa.Column("provenance_revision", sa.BigInteger, nullable=False),
    sa.Column("generator", sa.Text),
    sa.Column("tool_version", sa.Text),
    sa.Column("is_ai", sa.Text),
    sa.Column("confidence", sa.Double),
    sa.Column("prompt", sa.Text),
    sa.Column("negative_prompt", sa.Text),
    sa.Column("model", sa.Text),
    sa.Column("model_hash", sa.Text),
    sa.Column("seed", sa.Numeric(20, 0)),
    sa.Column("steps", sa.Integer),
    sa.Column("sampler", sa.Text),
    sa.Column("scheduler", sa.Text),
    sa.Column("cfg_scale", sa.Double),
    sa.Column("loras", JSONB, nullable=False),
    sa.Column("tags", JSONB, nullable=False),
    sa.Column("tag_names", ARRAY(sa.Text), nullable=False),
    sa.Column("prompt_words", TSVECTOR, nullable=False),
    sa.Column("prompt_key", sa.Text),
    sa.Column("quality_revision", sa.BigInteger, nullable=False),
    sa.Column("stars", sa.Integer),
    sa.Column("score", sa.Double),
    sa.Column("reasons", JSONB, nullable=False),
    sa.Column("mime", sa.Text, sa.Computed("coalesce(pixels_mime, presence_mime)")),
    sa.Column("kind", sa.Text, sa.Computed("coalesce(pixels_kind, presence_kind)")),
    sa.Column(
        "created_at",
        sa.DateTime(timezone=True),
        sa.Computed("coalesce(first_modified_at, discovered_at)"),
    ),
    sa.Column("sort_name", sa.Text, sa.Computed("lower(coalesce(filename, ''))")),
    sa.Column("stars_rank", sa.Integer, sa.Computed("coalesce(stars, 0)")),
    sa.Column("score_rank", sa.Double, sa.Computed("coalesce(score, -1)")),
    sa.Column("listed", sa.Boolean, sa.Computed("alive AND presence_revision >= 0")),
)
"""An aspect that nobody has told of yet has revision -1.

A row is listed when its presence is known and its life has not ended: facts may come in any
order, and the row of a deleted asset stays, so that older facts do not bring it back.

The ranks are below every value where there is none, so that rows compare as a whole.
"""


def prompt_key_of(asset_id: str) -> sa.ScalarSelect[str]:
    """The key of a document's prompt, as a part of statements about others."""
    other = documents.alias("other")
    return sa.select(other.c.prompt_key).where(other.c.asset_id == asset_id).scalar_subquery()
