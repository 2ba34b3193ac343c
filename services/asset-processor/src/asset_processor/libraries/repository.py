"""The SQL of libraries."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.http.assets import LibraryState, WatchMode
from asset_processor.libraries.library import LibraryRecord
from asset_processor.models import libraries, locations

_FILES = (
    select(func.count())
    .where(locations.c.library_id == libraries.c.id, locations.c.asset_id.is_not(None))
    .scalar_subquery()
    .label("files")
)


async def add(session: AsyncSession, values: dict[str, Any]) -> None:
    await session.execute(insert(libraries).values(state=LibraryState.READY, **values))


async def everything(session: AsyncSession) -> list[LibraryRecord]:
    rows = await session.execute(select(libraries, _FILES).order_by(libraries.c.name))
    return [_record(row) for row in rows]


async def by_name(session: AsyncSession, name: str) -> LibraryRecord | None:
    return await _one(session, libraries.c.name == name)


async def by_id(session: AsyncSession, library_id: UUID) -> LibraryRecord | None:
    return await _one(session, libraries.c.id == library_id)


async def lock_all(session: AsyncSession) -> Sequence[tuple[str, Path]]:
    """The names and roots of all libraries, which stay as they are until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("libraries"))))
    rows = await session.execute(select(libraries.c.name, libraries.c.root))
    return [(row.name, Path(row.root)) for row in rows]


async def write_state(
    session: AsyncSession, library_id: UUID, state: LibraryState, detail: str | None = None
) -> None:
    await session.execute(
        update(libraries).where(libraries.c.id == library_id).values(state=state, detail=detail)
    )


async def write_scanned(session: AsyncSession, library_id: UUID) -> None:
    await session.execute(
        update(libraries)
        .where(libraries.c.id == library_id)
        .values(state=LibraryState.READY, detail=None, scanned_at=func.now())
    )


async def remove(session: AsyncSession, library_id: UUID) -> None:
    """Forget a library that has no locations left."""
    await session.execute(
        delete(locations).where(
            locations.c.library_id == library_id, locations.c.asset_id.is_(None)
        )
    )
    await session.execute(delete(libraries).where(libraries.c.id == library_id))


async def _one(session: AsyncSession, condition: Any) -> LibraryRecord | None:
    row = (await session.execute(select(libraries, _FILES).where(condition))).one_or_none()
    return _record(row) if row else None


def _record(row: Row[Any]) -> LibraryRecord:
    return LibraryRecord(
        id=row.id,
        name=row.name,
        root=Path(row.root),
        watch=WatchMode(row.watch),
        interval=row.interval,
        state=LibraryState(row.state),
        detail=row.detail,
        created_at=row.created_at,
        scanned_at=row.scanned_at,
        files=row.files,
    )
