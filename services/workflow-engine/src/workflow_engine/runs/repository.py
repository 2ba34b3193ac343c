"""SQL of runs and of their selections."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.http.search import Selection
from alice_contracts.http.workflow import RunState
from workflow_engine.runs.models import runs, selected
from workflow_engine.runs.record import RunRecord


async def add(session: AsyncSession, run: RunRecord) -> None:
    values = {column.name: getattr(run, column.name) for column in runs.c}
    values["selection"] = run.selection.model_dump(mode="json", exclude_defaults=True)
    await session.execute(sa.insert(runs).values(values))


async def get(session: AsyncSession, run_id: UUID) -> RunRecord | None:
    return await _one(session, sa.select(runs).where(runs.c.id == run_id))


async def lock(session: AsyncSession, run_id: UUID) -> RunRecord | None:
    """The run, held until the transaction ends."""
    return await _one(session, sa.select(runs).where(runs.c.id == run_id).with_for_update())


async def update(session: AsyncSession, run_id: UUID, values: Mapping[str, Any]) -> RunRecord:
    statement = sa.update(runs).where(runs.c.id == run_id).values(**values).returning(runs)
    return _record((await session.execute(statement)).mappings().one())


async def page(
    session: AsyncSession, state: RunState | None, before: UUID | None, limit: int
) -> list[RunRecord]:
    """Runs, the newest first: ids are made in order of time."""
    statement = sa.select(runs).order_by(runs.c.id.desc()).limit(limit)
    if state is not None:
        statement = statement.where(runs.c.state == state)
    if before is not None:
        statement = statement.where(runs.c.id < before)
    return [_record(row) for row in (await session.execute(statement)).mappings()]


async def add_selected(session: AsyncSession, run_id: UUID, asset_ids: Sequence[str]) -> None:
    """Those that the run has already are passed over."""
    if asset_ids:
        rows = [{"run_id": run_id, "asset_id": asset_id} for asset_id in asset_ids]
        await session.execute(insert(selected).on_conflict_do_nothing(), rows)


async def count_selected(session: AsyncSession, run_id: UUID) -> int:
    count = sa.select(sa.func.count()).where(selected.c.run_id == run_id)
    return await session.scalar(count) or 0


async def selected_behind(
    session: AsyncSession, run_id: UUID, after: str | None, limit: int
) -> list[str]:
    """Up to `limit` of the selected, in order of ids, that come after the given one."""
    statement = (
        sa.select(selected.c.asset_id)
        .where(selected.c.run_id == run_id, selected.c.asset_id > (after or ""))
        .order_by(selected.c.asset_id)
        .limit(limit)
    )
    return list(await session.scalars(statement))


async def forget_selected(session: AsyncSession, run_id: UUID) -> None:
    await session.execute(sa.delete(selected).where(selected.c.run_id == run_id))


async def _one(session: AsyncSession, statement: sa.Select[Any]) -> RunRecord | None:
    row = (await session.execute(statement)).mappings().one_or_none()
    return _record(row) if row else None


def _record(row: sa.RowMapping) -> RunRecord:
    told = {
        "state": RunState(row["state"]),
        "selection": Selection.model_validate(row["selection"]),
    }
    return RunRecord(**{**row, **told})
