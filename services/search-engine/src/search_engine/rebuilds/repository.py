"""SQL of rebuilds: their rows, and the schema that is built and swapped."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from search_engine.documents import models as documents
from search_engine.rebuilds.models import BUILDING, rebuilds, snapshots

RETIRED = "retired"
SWAP_LOCK_TIMEOUT = "2s"
"""How long readers that come during a swap may have to wait for one that came before it."""

_COUNT = sa.text(
    "UPDATE snapshots SET received = snapshots.received + told.received, "
    "expected = coalesce(told.expected, snapshots.expected) "
    "FROM json_to_recordset(CAST(:progress AS json)) "
    "AS told (owner text, received bigint, expected bigint) "
    "WHERE snapshots.rebuild_id = :rebuild_id AND snapshots.owner = told.owner"
)


async def lock(session: AsyncSession) -> None:
    """Wait for the folds and requests under way, and hold up those that come."""
    await session.execute(sa.text("LOCK TABLE rebuilds IN EXCLUSIVE MODE"))


async def running(session: AsyncSession) -> UUID | None:
    """The rebuild that has not been swapped in; held so until the transaction ends."""
    statement = sa.select(rebuilds.c.id).where(rebuilds.c.completed_at.is_(None)).with_for_update()
    found: UUID | None = await session.scalar(statement)
    return found


async def newest(session: AsyncSession) -> sa.RowMapping | None:
    """The newest rebuild, with the events `received` and the owners that it is `waiting_for`."""
    owner = snapshots.c.owner
    waiting_for = sa.func.array_agg(aggregate_order_by(owner, owner)).filter(_incomplete())
    found = await session.execute(
        sa.select(
            rebuilds,
            sa.func.sum(snapshots.c.received).label("received"),
            sa.func.coalesce(waiting_for, sa.cast([], sa.ARRAY(sa.Text))).label("waiting_for"),
        )
        .join(snapshots, snapshots.c.rebuild_id == rebuilds.c.id)
        .group_by(rebuilds.c.id)
    )
    return found.mappings().one_or_none()


async def replace(session: AsyncSession, rebuild_id: UUID, owners: Iterable[str]) -> None:
    """Forget the rebuild before, and begin this one with empty tables of its own."""
    await session.execute(sa.delete(snapshots))
    await session.execute(sa.delete(rebuilds))
    await session.execute(sa.insert(rebuilds).values(id=rebuild_id, requested_at=datetime.now(UTC)))
    await session.execute(
        sa.insert(snapshots), [{"rebuild_id": rebuild_id, "owner": owner} for owner in owners]
    )
    await session.execute(sa.text(f"DROP SCHEMA IF EXISTS {BUILDING} CASCADE"))
    await session.execute(sa.text(f"CREATE SCHEMA {BUILDING}"))
    for table in documents.metadata.sorted_tables:
        await session.execute(
            sa.text(f"CREATE TABLE {BUILDING}.{table.name} (LIKE {table.fullname} INCLUDING ALL)")
        )


async def count(
    session: AsyncSession, rebuild_id: UUID, progress: Iterable[Mapping[str, object]]
) -> bool:
    """Add `received` of each `owner`, note what is `expected`; whether all has now arrived."""
    told = orjson.dumps(list(progress)).decode()
    await session.execute(_COUNT, {"rebuild_id": rebuild_id, "progress": told})
    statement = sa.select(sa.exists().where(snapshots.c.rebuild_id == rebuild_id, _incomplete()))
    return not await session.scalar(statement)


async def swap(session: AsyncSession, rebuild_id: UUID) -> None:
    """Put the built tables in the place of the live ones, for readers from one moment on."""
    await session.execute(sa.text(f"SET LOCAL lock_timeout = '{SWAP_LOCK_TIMEOUT}'"))
    for table in documents.metadata.sorted_tables:
        await session.execute(sa.text(f"ANALYZE {BUILDING}.{table.name}"))
    await session.execute(sa.text(f"ALTER SCHEMA {documents.LIVE} RENAME TO {RETIRED}"))
    await session.execute(sa.text(f"ALTER SCHEMA {BUILDING} RENAME TO {documents.LIVE}"))
    await session.execute(sa.text(f"DROP SCHEMA {RETIRED} CASCADE"))
    await session.execute(
        sa.update(rebuilds)
        .where(rebuilds.c.id == rebuild_id)
        .values(completed_at=datetime.now(UTC))
    )


def _incomplete() -> sa.ColumnElement[bool]:
    return snapshots.c.received.is_distinct_from(snapshots.c.expected)
