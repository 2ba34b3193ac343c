"""The SQL of reassessments."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.http.quality import Reassessment
from quality_analyzer.models import reassessed_assets
from quality_analyzer.reassessments.state import State

# Its row stays locked, so that adding and cancelling come one after the other.
_BEGIN = text("""
    INSERT INTO reassessments (id) VALUES (:id)
    ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING cancelled
""")

_CANCEL = text("""
    INSERT INTO reassessments (id, cancelled) VALUES (:id, true)
    ON CONFLICT (id) DO UPDATE SET cancelled = true
""")

_ADD = text("""
    INSERT INTO reassessed_assets (reassessment_id, asset_id, state)
    SELECT :id, wanted.asset_id,
        CASE WHEN coalesce(a.pixels_revision, -1) < 0 THEN 'unknown'
             WHEN a.alive THEN 'pending' ELSE 'failed' END
    FROM unnest(CAST(:asset_ids AS text[])) AS wanted(asset_id)
    LEFT JOIN assets a ON a.asset_id = wanted.asset_id
    ORDER BY wanted.asset_id
    ON CONFLICT DO NOTHING
    RETURNING asset_id, state
""")

# Work that a person dropped is gone, and what waited for it has failed.
_PROGRESS = text("""
    SELECT r.id, r.cancelled,
        count(a.asset_id) AS total,
        count(*) FILTER (WHERE a.state = 'done') AS done,
        count(*) FILTER (WHERE a.state IN ('failed', 'unknown') OR a.state = 'pending'
                         AND (w.id IS NULL OR w.failed_at IS NOT NULL)) AS failed,
        count(*) FILTER (WHERE a.state = 'unknown') AS unknown
    FROM reassessments r
    LEFT JOIN reassessed_assets a ON a.reassessment_id = r.id
    LEFT JOIN work w ON a.state = 'pending' AND w.queue = :queue
        AND w.key = a.asset_id || '/' || a.reassessment_id
    WHERE r.id = :id GROUP BY r.id
""")


async def begin(session: AsyncSession, reassessment_id: UUID) -> bool:
    """Make it unless it is there; whether it was not cancelled."""
    return not await session.scalar(_BEGIN, {"id": reassessment_id})


async def add(session: AsyncSession, reassessment_id: UUID, asset_ids: Sequence[str]) -> list[str]:
    """Add assets that it does not have yet; those of them that can be assessed."""
    values = {"id": reassessment_id, "asset_ids": list(asset_ids)}
    added = await session.execute(_ADD, values)
    return [row.asset_id for row in added if row.state == State.PENDING]


async def cancel(session: AsyncSession, reassessment_id: UUID) -> None:
    """Mark it; one that never began is marked as well, for what may still come."""
    await session.execute(_CANCEL, {"id": reassessment_id})


async def pending(session: AsyncSession, reassessment_id: UUID) -> list[str]:
    """Its assets that have not ended."""
    statement = select(reassessed_assets.c.asset_id).where(
        reassessed_assets.c.reassessment_id == reassessment_id,
        reassessed_assets.c.state == State.PENDING,
    )
    return list(await session.scalars(statement))


async def pending_of(session: AsyncSession, asset_ids: Sequence[str]) -> list[tuple[UUID, str]]:
    """Which reassessments wait for which of these assets."""
    columns = (reassessed_assets.c.reassessment_id, reassessed_assets.c.asset_id)
    found = await session.execute(
        select(*columns).where(
            reassessed_assets.c.asset_id.in_(asset_ids),
            reassessed_assets.c.state == State.PENDING,
        )
    )
    return [(reassessment_id, asset_id) for reassessment_id, asset_id in found]


async def end(
    session: AsyncSession, reassessment_id: UUID, asset_ids: Sequence[str], state: State
) -> None:
    """Write down how assets of a reassessment ended."""
    await session.execute(
        update(reassessed_assets)
        .where(
            reassessed_assets.c.reassessment_id == reassessment_id,
            reassessed_assets.c.asset_id.in_(asset_ids),
            reassessed_assets.c.state == State.PENDING,
        )
        .values(state=state)
    )


async def progress(session: AsyncSession, reassessment_id: UUID, queue: str) -> Reassessment | None:
    """How far it has come, in one statement; None where nobody asked for it."""
    found = await session.execute(_PROGRESS, {"id": reassessment_id, "queue": queue})
    row = found.mappings().one_or_none()
    return None if row is None else Reassessment.model_validate(row)
