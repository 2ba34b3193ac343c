"""The SQL of metadata."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from metadata_extractor.extraction import Extraction
from metadata_extractor.models import blocks, extractions

# In one order everywhere, so that two consumers cannot deadlock.
_HEAR = text("""
    INSERT INTO assets (asset_id, revision, wanted)
    SELECT asset_id, revision, wanted
    FROM unnest(CAST(:ids AS text[]), CAST(:revisions AS bigint[]), CAST(:wanted AS boolean[]))
         AS word(asset_id, revision, wanted)
    ORDER BY asset_id
    ON CONFLICT (asset_id) DO UPDATE SET revision = excluded.revision, wanted = excluded.wanted
    WHERE excluded.revision >= assets.revision
    RETURNING asset_id, wanted
""")

_UNREAD = text("""
    SELECT id FROM unnest(CAST(:ids AS text[])) AS id
    WHERE NOT EXISTS (
        SELECT FROM extractions WHERE asset_id = id AND fact ->> 'extractor' = :extractor
    )
    ORDER BY id
""").bindparams(bindparam("ids", type_=ARRAY(Text)))

_WRITE = text("""
    INSERT INTO extractions (asset_id, revision, digest, fact, whole)
    VALUES (:asset_id, 1, :digest, CAST(:fact AS jsonb), CAST(:whole AS jsonb))
    ON CONFLICT (asset_id) DO UPDATE
    SET revision = extractions.revision + 1, digest = excluded.digest, fact = excluded.fact,
        whole = excluded.whole, extracted_at = now()
    WHERE extractions.digest <> excluded.digest
    RETURNING revision
""")

LISTED = [column for column in blocks.c if column is not blocks.c.deflated]
SAID = [extractions.c.asset_id, extractions.c.revision, extractions.c.fact]


@dataclass(frozen=True)
class Word:
    """What assets says of one asset at a revision: that it is there, or no longer."""

    asset_id: str
    revision: int
    wanted: bool


async def hear(session: AsyncSession, words: Sequence[Word]) -> dict[str, bool]:
    """Remember words that are news; of each asset that they are about whether it is wanted."""
    if not words:
        return {}
    ids, revisions, wanted = zip(*((w.asset_id, w.revision, w.wanted) for w in words), strict=True)
    values = {"ids": list(ids), "revisions": list(revisions), "wanted": list(wanted)}
    return {row.asset_id: row.wanted for row in await session.execute(_HEAR, values)}


async def unread(session: AsyncSession, ids: Collection[str], extractor: str) -> Sequence[str]:
    """Those of the assets that this extractor has not read, in order."""
    if not ids:
        return []
    found = await session.scalars(_UNREAD, {"ids": list(ids), "extractor": extractor})
    return found.all()


async def write(session: AsyncSession, asset_id: str, extracted: Extraction) -> int | None:
    """The revision under which it now stands; None where all of it was known before."""
    fact, whole = extracted.fact.model_dump_json(), extracted.whole.model_dump_json()
    values = {
        "asset_id": asset_id,
        "digest": extracted.digest,
        "fact": fact,
        "whole": None if extracted.whole is extracted.fact else whole,
    }
    revision: int | None = await session.scalar(_WRITE, values)
    if revision is not None:
        await _replace_blocks(session, asset_id, extracted, is_first=revision == 1)
    return revision


async def get(session: AsyncSession, asset_id: str) -> Row[Any] | None:
    found = await session.execute(select(extractions).where(extractions.c.asset_id == asset_id))
    return found.one_or_none()


async def blocks_of(session: AsyncSession, asset_id: str) -> Sequence[Row[Any]]:
    """The blocks of an asset in their order, without their bytes."""
    query = select(*LISTED).where(blocks.c.asset_id == asset_id).order_by("number")
    return (await session.execute(query)).all()


async def block(session: AsyncSession, asset_id: str, number: int) -> Row[Any] | None:
    """A block with its bytes and the `revision` of what was extracted."""
    query = (
        select(blocks, extractions.c.revision)
        .join(extractions, extractions.c.asset_id == blocks.c.asset_id)
        .where(blocks.c.asset_id == asset_id, blocks.c.number == number)
    )
    return (await session.execute(query)).one_or_none()


async def page(session: AsyncSession, after: str | None, limit: int) -> Sequence[Row[Any]]:
    """Facts in the order of their assets, behind `after`."""
    query = select(*SAID).order_by(extractions.c.asset_id).limit(limit)
    if after is not None:
        query = query.where(extractions.c.asset_id > after)
    return (await session.execute(query)).all()


async def _replace_blocks(
    session: AsyncSession, asset_id: str, extracted: Extraction, *, is_first: bool
) -> None:
    if not is_first:
        await session.execute(delete(blocks).where(blocks.c.asset_id == asset_id))
    if extracted.blocks:
        rows = [{"asset_id": asset_id, **asdict(block)} for block in extracted.blocks]
        await session.execute(insert(blocks), rows)
