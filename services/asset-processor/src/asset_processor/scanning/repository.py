"""The SQL of what lies in a library: its locations, and the scans that found them."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from alice_contracts.http.assets import Outcome, ScanOutcome, ScanState
from asset_processor.models import locations, scans
from asset_processor.models import scan_outcomes as outcomes
from asset_processor.scanning.compare import KnownFile
from asset_processor.scanning.findings import Finding
from asset_processor.scanning.walk import FileEntry

_UPSERT = text("""
    INSERT INTO locations (id, library_id, directory, name, asset_id, size, mtime_ns, inode,
                           reject_reason)
    SELECT f.id, :library, f.directory, f.name, f.asset_id, f.size, f.mtime_ns, f.inode, f.reason
    FROM unnest(CAST(:ids AS uuid[]), CAST(:directories AS text[]), CAST(:names AS text[]),
                CAST(:assets AS text[]), CAST(:sizes AS bigint[]), CAST(:times AS bigint[]),
                CAST(:inodes AS bigint[]), CAST(:reasons AS text[]))
         AS f(id, directory, name, asset_id, size, mtime_ns, inode, reason)
    ON CONFLICT (library_id, directory, name) WHERE library_id IS NOT NULL DO UPDATE
    SET asset_id = excluded.asset_id, size = excluded.size, mtime_ns = excluded.mtime_ns,
        inode = excluded.inode, reject_reason = excluded.reject_reason,
        revision = locations.revision + 1
    RETURNING id, directory, name, revision
""")

_AT = text("""
    SELECT l.* FROM locations l
    JOIN unnest(CAST(:directories AS text[]), CAST(:names AS text[])) AS p(directory, name)
      ON l.directory = p.directory AND l.name = p.name
    WHERE l.library_id = :library
""")

_MOVE = text("""
    UPDATE locations AS l SET directory = m.directory, name = m.name, revision = l.revision + 1
    FROM unnest(CAST(:ids AS uuid[]), CAST(:directories AS text[]), CAST(:names AS text[]))
         AS m(id, directory, name)
    WHERE l.id = m.id
""")

_REMOVE = text("""
    DELETE FROM locations AS l
    USING unnest(CAST(:ids AS uuid[]), CAST(:directories AS text[]), CAST(:names AS text[]))
          AS gone(id, directory, name)
    WHERE l.id = gone.id AND l.directory = gone.directory AND l.name = gone.name
    RETURNING l.directory, l.name, l.asset_id
""")


async def known_in(
    session: AsyncSession, library_id: UUID, directories: Collection[str]
) -> list[KnownFile]:
    """What is remembered of these folders, without what lies below them."""
    query = select(locations).where(
        locations.c.library_id == library_id,
        locations.c.directory == bindparam("directories", type_=ARRAY(Text)).any_(),
    )
    rows = await session.execute(query, {"directories": list(directories)})
    return [_known(row) for row in rows]


async def known_at(
    session: AsyncSession, library_id: UUID, paths: Sequence[str]
) -> list[KnownFile]:
    """The files that are remembered at these very paths."""
    parts = [path.rpartition("/") for path in paths]
    values = {
        "library": library_id,
        "directories": [directory for directory, _, _ in parts],
        "names": [name for _, _, name in parts],
    }
    return [_known(row) for row in await session.execute(_AT, values)]


async def known_below(session: AsyncSession, library_id: UUID, folder: str) -> list[KnownFile]:
    """All files that are remembered in this folder and below it."""
    c = locations.c
    query = select(locations).where(
        c.library_id == library_id,
        (c.directory == folder) | c.directory.startswith(f"{folder}/", autoescape=True),
    )
    return [_known(row) for row in await session.execute(query)]


async def known_by_inode(
    session: AsyncSession, library_id: UUID, inodes: Collection[int]
) -> list[KnownFile]:
    query = select(locations).where(
        locations.c.library_id == library_id, locations.c.inode.in_(list(inodes))
    )
    return [_known(row) for row in await session.execute(query)]


async def everything_in(session: AsyncSession, library_id: UUID) -> list[KnownFile]:
    query = select(locations).where(locations.c.library_id == library_id)
    return [_known(row) for row in await session.execute(query)]


async def directories(session: AsyncSession, library_id: UUID) -> set[str]:
    query = select(locations.c.directory).where(locations.c.library_id == library_id).distinct()
    return set(await session.scalars(query))


async def write_locations(
    session: AsyncSession, library_id: UUID, findings: Sequence[Finding]
) -> dict[str, Row[Any]]:
    """Insert or overwrite a row a path; the written rows (id, revision) by path."""
    if not findings:
        return {}
    rows = await session.execute(
        _UPSERT,
        {
            "library": library_id,
            "ids": [finding.location_id for finding in findings],
            "directories": [finding.entry.directory for finding in findings],
            "names": [finding.entry.name for finding in findings],
            "assets": [f.content.asset_id if f.content else None for f in findings],
            "sizes": [finding.entry.size for finding in findings],
            "times": [finding.entry.mtime_ns for finding in findings],
            "inodes": [finding.entry.inode for finding in findings],
            "reasons": [f.refusal.reason if f.refusal else None for f in findings],
        },
    )
    return {f"{row.directory}/{row.name}".lstrip("/"): row for row in rows}


async def move(session: AsyncSession, moves: Sequence[tuple[KnownFile, FileEntry]]) -> None:
    await session.execute(
        _MOVE,
        {
            "ids": [known.id for known, _ in moves],
            "directories": [entry.directory for _, entry in moves],
            "names": [entry.name for _, entry in moves],
        },
    )


async def remove(session: AsyncSession, gone: Sequence[KnownFile]) -> Sequence[Row[Any]]:
    """Forget locations, unless they have moved since; those that were forgotten."""
    result = await session.execute(
        _REMOVE,
        {
            "ids": [known.id for known in gone],
            "directories": [known.entry.directory for known in gone],
            "names": [known.entry.name for known in gone],
        },
    )
    return result.all()


async def add_scan(session: AsyncSession, values: dict[str, Any]) -> None:
    await session.execute(insert(scans).values(state=ScanState.WAITING, **values))


async def waiting_scan(
    session: AsyncSession, library_id: UUID, path: str, accept_empty: bool
) -> UUID | None:
    """A scan that would do the same and has not begun."""
    query = select(scans.c.id).where(
        scans.c.library_id == library_id,
        scans.c.path == path,
        scans.c.accept_empty == accept_empty,
        scans.c.state == ScanState.WAITING,
    )
    found: UUID | None = await session.scalar(query.limit(1))
    return found


async def get_scan(session: AsyncSession, scan_id: UUID) -> Row[Any] | None:
    return (await session.execute(select(scans).where(scans.c.id == scan_id))).one_or_none()


async def update_scan(session: AsyncSession, scan_id: UUID, **values: Any) -> None:
    await session.execute(update(scans).where(scans.c.id == scan_id).values(**values))


async def forget_old_scans(session: AsyncSession, library_id: UUID, keep: int) -> None:
    """Only the newest scans of a library stay, with the outcomes of their files."""
    newest = (
        select(scans.c.id)
        .where(scans.c.library_id == library_id)
        .order_by(scans.c.created_at.desc())
        .limit(keep)
    )
    await session.execute(
        delete(scans).where(scans.c.library_id == library_id, scans.c.id.not_in(newest))
    )


async def add_outcomes(session: AsyncSession, scan_id: UUID, items: Iterable[ScanOutcome]) -> None:
    rows = [
        {
            "scan_id": scan_id,
            "path": item.path,
            "outcome": item.outcome,
            "asset_id": item.asset_id,
            "reason": item.reason,
            "detail": item.detail,
        }
        for item in items
    ]
    if rows:
        await session.execute(insert(outcomes), rows)


async def forget_outcomes(session: AsyncSession, scan_id: UUID) -> None:
    await session.execute(delete(outcomes).where(outcomes.c.scan_id == scan_id))


async def outcomes_page(
    session: AsyncSession, scan_id: UUID, outcome: Outcome | None, after: int, limit: int
) -> Sequence[Row[Any]]:
    query = select(outcomes).where(outcomes.c.scan_id == scan_id, outcomes.c.id > after)
    if outcome:
        query = query.where(outcomes.c.outcome == outcome)
    return (await session.execute(query.order_by(outcomes.c.id).limit(limit))).all()


def _known(row: Row[Any]) -> KnownFile:
    entry = FileEntry(row.directory, row.name, row.size, row.mtime_ns, row.inode)
    return KnownFile(row.id, entry, row.asset_id, row.reject_reason)
