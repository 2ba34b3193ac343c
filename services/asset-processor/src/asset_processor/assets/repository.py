"""The SQL of assets and of the places where they lie."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text
from uuid_utils.compat import uuid7

from alice_contracts.events.assets import Location
from alice_contracts.http.assets import AssetState
from asset_processor.assets.facts import location
from asset_processor.models import assets
from asset_processor.scanning.findings import Content
from asset_processor.uploads.upload import Upload

_INSERT = text("""
    INSERT INTO assets (asset_id, revision, state, mime, kind, size, stored)
    SELECT new.asset_id, 1, 'discovered', new.mime, new.kind, new.size, :stored
    FROM unnest(CAST(:ids AS text[]), CAST(:mimes AS text[]), CAST(:kinds AS text[]),
                CAST(:sizes AS bigint[])) AS new(asset_id, mime, kind, size)
    ORDER BY new.asset_id
    ON CONFLICT (asset_id) DO NOTHING
    RETURNING asset_id
""")

_LOCK = text(
    "SELECT asset_id FROM assets WHERE asset_id = ANY(:ids) ORDER BY asset_id FOR UPDATE"
).bindparams(bindparam("ids", type_=ARRAY(Text)))

_RAISE = text("""
    UPDATE assets SET revision = revision + 1, stored = stored OR :stored
    WHERE asset_id = ANY(:ids) RETURNING asset_id, revision
""").bindparams(bindparam("ids", type_=ARRAY(Text)))

_LOCATIONS = text("""
    SELECT l.id, l.asset_id, l.directory, l.name, l.mtime_ns, b.name AS library
    FROM locations l LEFT JOIN libraries b ON b.id = l.library_id
    WHERE l.asset_id = ANY(:ids) ORDER BY l.id
""").bindparams(bindparam("ids", type_=ARRAY(Text)))

_PLACES = text("""
    SELECT l.library_id, l.directory, l.name, l.size, l.mtime_ns, l.inode, b.root
    FROM locations l JOIN libraries b ON b.id = l.library_id
    WHERE l.asset_id = :asset ORDER BY l.id
""")

_SUPERSEDE = text("""
    UPDATE assets AS old SET superseded_by = new.asset_id, revision = old.revision + 1
    FROM unnest(CAST(:old AS text[]), CAST(:new AS text[])) AS pair(old_id, new_id)
    JOIN assets AS new ON new.asset_id = pair.new_id
    WHERE old.asset_id = pair.old_id AND old.pixel_hash = new.pixel_hash
      AND NOT old.stored AND old.superseded_by IS NULL
      AND NOT EXISTS (SELECT FROM locations l WHERE l.asset_id = old.asset_id)
    RETURNING old.asset_id, old.revision, old.superseded_by
""")

_RESTORE = text("""
    UPDATE assets SET superseded_by = NULL, revision = revision + 1
    WHERE asset_id = ANY(:ids) AND superseded_by IS NOT NULL
      AND EXISTS (SELECT FROM locations l WHERE l.asset_id = assets.asset_id)
    RETURNING asset_id, revision
""").bindparams(bindparam("ids", type_=ARRAY(Text)))


_REOPEN = text("""
    UPDATE assets SET state = 'discovered', reject_reason = NULL, reject_detail = NULL
    WHERE asset_id = ANY(:ids) AND state = 'rejected'
      AND reject_reason IN ('vanished', 'unreadable')
      AND EXISTS (SELECT FROM locations l WHERE l.asset_id = assets.asset_id)
    RETURNING asset_id
""").bindparams(bindparam("ids", type_=ARRAY(Text)))

_ADD_UPLOADS = text("""
    INSERT INTO locations (id, library_id, directory, name, asset_id, size, mtime_ns, inode)
    SELECT u.id, NULL, u.directory, u.name, u.asset_id, a.size, u.mtime_ns, 0
    FROM unnest(CAST(:ids AS uuid[]), CAST(:directories AS text[]), CAST(:names AS text[]),
                CAST(:assets AS text[]), CAST(:times AS bigint[]))
         AS u(id, directory, name, asset_id, mtime_ns)
    JOIN assets a ON a.asset_id = u.asset_id
    ON CONFLICT (asset_id, directory, name) WHERE library_id IS NULL DO NOTHING
    RETURNING asset_id
""")


async def insert(session: AsyncSession, contents: Iterable[Content], *, stored: bool) -> set[str]:
    """Add contents that are not known yet; the ids of those that were new."""
    distinct = list({content.asset_id: content for content in contents}.values())
    if not distinct:
        return set()
    result = await session.scalars(
        _INSERT,
        {
            "ids": [content.asset_id for content in distinct],
            "mimes": [content.mime for content in distinct],
            "kinds": [content.kind.value for content in distinct],
            "sizes": [content.size for content in distinct],
            "stored": stored,
        },
    )
    return set(result)


async def lock(session: AsyncSession, ids: Collection[str]) -> set[str]:
    """Take the row locks under which revisions are raised; the ids that exist."""
    return set(await session.scalars(_LOCK, {"ids": list(ids)})) if ids else set()


async def raise_revisions(
    session: AsyncSession, ids: Collection[str], *, stored: bool = False
) -> dict[str, int]:
    if not ids:
        return {}
    rows = await session.execute(_RAISE, {"ids": list(ids), "stored": stored})
    return {row.asset_id: row.revision for row in rows}


async def locations_of(
    session: AsyncSession, ids: Collection[str]
) -> defaultdict[str, list[Location]]:
    """Every place where these assets lie; an asset that lies nowhere has an empty list."""
    found: defaultdict[str, list[Location]] = defaultdict(list)
    if ids:
        for row in await session.execute(_LOCATIONS, {"ids": list(ids)}):
            found[row.asset_id].append(location(row))
    return found


async def places_of(session: AsyncSession, asset_id: str) -> Sequence[Row[Any]]:
    """The files in libraries that hold this asset, with the root that they lie below."""
    return (await session.execute(_PLACES, {"asset": asset_id})).all()


async def get_many(session: AsyncSession, ids: Collection[str]) -> Sequence[Row[Any]]:
    result = await session.execute(select(assets).where(assets.c.asset_id.in_(list(ids))))
    return result.all()


async def get(session: AsyncSession, asset_id: str) -> Row[Any] | None:
    found = await get_many(session, [asset_id])
    return found[0] if found else None


async def page(session: AsyncSession, after: str | None, limit: int) -> Sequence[Row[Any]]:
    """Assets in the order of their ids, behind `after`."""
    query = select(assets).order_by(assets.c.asset_id).limit(limit)
    if after is not None:
        query = query.where(assets.c.asset_id > after)
    return (await session.execute(query)).all()


async def supersede(session: AsyncSession, pairs: Sequence[tuple[str, str]]) -> Sequence[Row[Any]]:
    """Of (old, new) pairs, those that show the same pixels and whose old lies nowhere now."""
    if not pairs:
        return []
    old, new = (list(column) for column in zip(*pairs, strict=True))
    return (await session.execute(_SUPERSEDE, {"old": old, "new": new})).all()


async def restore(session: AsyncSession, ids: Collection[str]) -> Sequence[Row[Any]]:
    """Superseded assets that have come back."""
    return (await session.execute(_RESTORE, {"ids": list(ids)})).all() if ids else []


async def stored(session: AsyncSession, ids: Collection[str]) -> set[str]:
    """Those of the ids whose bytes the blob store holds."""
    query = select(assets.c.asset_id).where(assets.c.asset_id.in_(list(ids)), assets.c.stored)
    return set(await session.scalars(query))


async def add_uploads(session: AsyncSession, uploads: Sequence[Upload]) -> set[str]:
    """Write names down; the ids of the assets that got one they did not have."""
    if not uploads:
        return set()
    values = {
        "ids": [uuid7() for _ in uploads],
        "directories": ["" if str(u.path.parent) == "." else str(u.path.parent) for u in uploads],
        "names": [upload.path.name for upload in uploads],
        "assets": [upload.asset_id for upload in uploads],
        "times": [upload.mtime_ns for upload in uploads],
    }
    return set(await session.scalars(_ADD_UPLOADS, values))


async def reopen(session: AsyncSession, ids: Collection[str]) -> set[str]:
    """Assets that could not be opened where they lay, and that lie somewhere again."""
    return set(await session.scalars(_REOPEN, {"ids": list(ids)})) if ids else set()


async def write_processed(session: AsyncSession, asset_id: str, values: dict[str, Any]) -> Row[Any]:
    return await _write(session, asset_id, {**values, "state": AssetState.PROCESSED})


async def write_rejected(
    session: AsyncSession, asset_id: str, reason: str, detail: str
) -> Row[Any]:
    values = {"state": AssetState.REJECTED, "reject_reason": reason, "reject_detail": detail}
    return await _write(session, asset_id, values)


async def _write(session: AsyncSession, asset_id: str, values: dict[str, Any]) -> Row[Any]:
    result = await session.execute(
        update(assets)
        .where(assets.c.asset_id == asset_id)
        .values(revision=assets.c.revision + 1, **values)
        .returning(*assets.c)
    )
    return result.one()
