"""The SQL of assessments."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.assessment import Judgement
from quality_analyzer.assessments.heard import NEVER, Heard
from quality_analyzer.models import assessments, assets

_REMEMBER = text("""
    INSERT INTO assets AS held (asset_id, pixels_revision, life_revision, alive)
    SELECT * FROM unnest(CAST(:ids AS text[]), CAST(:pixels AS bigint[]),
                         CAST(:lives AS bigint[]), CAST(:alive AS boolean[]))
    ON CONFLICT (asset_id) DO UPDATE SET
        pixels_revision = greatest(held.pixels_revision, excluded.pixels_revision),
        life_revision = greatest(held.life_revision, excluded.life_revision),
        alive = CASE WHEN excluded.life_revision > held.life_revision
                THEN excluded.alive ELSE held.alive END
    RETURNING new.asset_id, new.alive,
        new.pixels_revision > coalesce(old.pixels_revision, -1) AS processed,
        new.alive AND NOT old.alive AS restored
""")


async def write(
    session: AsyncSession, asset_id: str, assessor: str, judgement: Judgement
) -> Row[Any]:
    """Put a judgement in the place of the one before, under the lock of its row."""
    values = {
        "assessor": assessor,
        "assessed_at": func.now(),
        "judgement": judgement.model_dump(mode="json"),
    }
    statement = insert(assessments).values(asset_id=asset_id, revision=1, **values)
    written = await session.execute(
        statement.on_conflict_do_update(
            index_elements=[assessments.c.asset_id],
            set_={**values, "revision": assessments.c.revision + 1},
        ).returning(*assessments.c)
    )
    return written.one()


async def get(session: AsyncSession, asset_id: str) -> Row[Any] | None:
    found = await session.execute(select(assessments).where(assessments.c.asset_id == asset_id))
    return found.one_or_none()


async def page(session: AsyncSession, after: str | None, limit: int) -> Sequence[Row[Any]]:
    """The assessments of the assets behind the given one, in order of asset id."""
    statement = select(assessments).order_by(assessments.c.asset_id).limit(limit)
    if after is not None:
        statement = statement.where(assessments.c.asset_id > after)
    return (await session.execute(statement)).all()


async def remember(session: AsyncSession, told: Sequence[Heard]) -> Sequence[Row[Any]]:
    """Keep what is newer; each asset as it stands, and what of it is news.

    Rows hold `asset_id`, `alive`, `processed` (its pixels are news) and `restored`.
    """
    columns = [(e.asset_id, e.pixels_revision, e.life_revision, e.alive) for e in told]
    ids, pixels, lives, alive = (list(column) for column in zip(*columns, strict=True))
    values = {"ids": ids, "pixels": pixels, "lives": lives, "alive": alive}
    return (await session.execute(_REMEMBER, values)).all()


async def without_assessment(session: AsyncSession, asset_ids: Sequence[str]) -> list[str]:
    """Those that have pixels and were never assessed."""
    statement = (
        select(assets.c.asset_id)
        .outerjoin(assessments, assessments.c.asset_id == assets.c.asset_id)
        .where(
            assets.c.asset_id.in_(asset_ids),
            assets.c.pixels_revision > NEVER,
            assessments.c.asset_id.is_(None),
        )
    )
    return list(await session.scalars(statement))
