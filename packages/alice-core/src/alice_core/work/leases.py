"""Leases on rows of the work table: taken, prolonged, and ended in one statement each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MAX_ATTEMPTS = 5

# An attempt counts when it begins, so that work which ends its worker each time fails at last.
_CLAIM = text(
    "WITH next AS (SELECT id, attempts >= :max_attempts AS spent FROM work "
    "WHERE queue = :queue AND failed_at IS NULL AND available_at <= now() "
    "ORDER BY priority DESC, available_at LIMIT :limit FOR UPDATE SKIP LOCKED) "
    "UPDATE work SET attempts = attempts + CASE WHEN spent THEN 0 ELSE 1 END, "
    "leased_by = CASE WHEN NOT spent THEN :instance END, "
    "token = CASE WHEN NOT spent THEN gen_random_uuid() END, "
    "failed_at = CASE WHEN spent THEN now() END, "
    "error = CASE WHEN spent THEN coalesce(error, :ended) ELSE error END, "
    "available_at = now() + :lease * interval '1 second' FROM next WHERE work.id = next.id "
    "RETURNING work.id, key, payload, attempts, token, priority"
)
_RENEW = text(
    "UPDATE work SET available_at = now() + :lease * interval '1 second' "
    "WHERE token = ANY(:tokens) AND id = ANY(:ids)"
)
_FINISH = text("DELETE FROM work WHERE id = ANY(:ids) AND token = ANY(:tokens) RETURNING token")
_FAIL = text(
    "UPDATE work SET leased_by = NULL, token = NULL, error = :error, "
    "failed_at = CASE WHEN :final OR attempts >= :max_attempts THEN now() END, "
    "available_at = now() + :delay * interval '1 second' WHERE id = :id AND token = :token"
)
_RETURN = text(
    "UPDATE work SET leased_by = NULL, token = NULL, attempts = attempts - 1, "
    "available_at = now() WHERE id = ANY(:ids) AND token = ANY(:tokens)"
)
_RECOVER = text(
    "UPDATE work SET leased_by = NULL, token = NULL, available_at = now() "
    "WHERE queue = :queue AND leased_by = :instance AND failed_at IS NULL"
)


@dataclass(frozen=True)
class Claim:
    """A row under lease, its payload as it was stored."""

    id: int
    key: str
    payload: dict[str, Any]
    attempt: int
    token: UUID


class Leases:
    """The leases that one worker process holds on a queue; `seconds` is how long each lasts."""

    def __init__(self, queue: str, instance: str, seconds: float) -> None:
        self._queue = queue
        self._instance = instance
        self._seconds = seconds

    async def recover(self, session: AsyncSession) -> None:
        """Free what a process of the same name held when it ended; its attempts stay counted."""
        await session.execute(_RECOVER, {"queue": self._queue, "instance": self._instance})

    async def claim(self, session: AsyncSession, limit: int) -> list[Claim]:
        """Take what is due; what was begun too often fails instead, and is not among it."""
        found = await session.execute(
            _CLAIM,
            {
                "queue": self._queue,
                "instance": self._instance,
                "lease": self._seconds,
                "limit": limit,
                "max_attempts": MAX_ATTEMPTS,
                "ended": "its worker ended before the work did",
            },
        )
        taken = [row for row in found if row.token is not None]
        taken.sort(key=lambda row: (-row.priority, row.id))
        return [Claim(row.id, row.key, row.payload, row.attempts, row.token) for row in taken]

    async def renew(self, session: AsyncSession, claims: Sequence[Claim]) -> None:
        await session.execute(_RENEW, {**_names(claims), "lease": self._seconds})

    async def finish(self, session: AsyncSession, claims: Sequence[Claim]) -> set[UUID]:
        """Delete finished work; returns the tokens of the leases that still held."""
        return set(await session.scalars(_FINISH, _names(claims)))

    async def fail(
        self, session: AsyncSession, claim: Claim, error: str, *, delay: float, final: bool
    ) -> None:
        """Keep the error, and let the work wait `delay` seconds or, when final, for a person."""
        await session.execute(
            _FAIL,
            {
                "id": claim.id,
                "token": claim.token,
                "error": error,
                "delay": delay,
                "final": final,
                "max_attempts": MAX_ATTEMPTS,
            },
        )

    async def give_back(self, session: AsyncSession, claims: Sequence[Claim]) -> None:
        """End leases as if the work had never been taken."""
        await session.execute(_RETURN, _names(claims))


def _names(claims: Sequence[Claim]) -> dict[str, Any]:
    return {"ids": [claim.id for claim in claims], "tokens": [claim.token for claim in claims]}
