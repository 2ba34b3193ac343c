"""What counts as an outage rather than as a fault of the event or the work, and how to wait."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import psycopg
from sqlalchemy import exc

from alice_core.events.cancellation import honour_cancellation
from alice_core.logs import get_logger

# Classes of SQLSTATE that say nothing about what was asked: connection, authorisation (a
# rotated password), missing catalogue, rollback, resources, operator, system.
# https://www.postgresql.org/docs/18/errcodes-appendix.html
_OUTAGE_CLASSES = ("08", "28", "3D", "40", "53", "57P", "58")
_OUTAGE_STATES = frozenset({"25006", "55P03"})  # read-only after a failover; lock not available

_CONNECTION_ERRORS = (
    exc.InterfaceError,
    exc.OperationalError,
    psycopg.InterfaceError,
    psycopg.OperationalError,
)

T = TypeVar("T")

log = get_logger(__name__)


def database_outage(error: BaseException) -> bool:
    """Whether the same statement may well succeed once the database is itself again."""
    if isinstance(error, exc.TimeoutError):
        return True
    if isinstance(error, exc.DBAPIError):
        return error.connection_invalidated or _outage(error.orig, error)
    return isinstance(error, psycopg.Error) and _outage(error, error)


def _outage(cause: BaseException | None, error: Exception) -> bool:
    state = getattr(cause, "sqlstate", None)
    if state is None:
        kinds = (
            exc.InterfaceError,
            exc.OperationalError,
            psycopg.InterfaceError,
            psycopg.OperationalError,
        )
        return isinstance(error, kinds)
    return state in _OUTAGE_STATES or state.startswith(_OUTAGE_CLASSES)


class Backoff:
    """Pauses that double from `first` to `ceiling` seconds until `reset` says that it works.

    The first of a row is logged, and so is its end.
    """

    def __init__(self, what: str, *, first: float = 0.1, ceiling: float = 5.0) -> None:
        self._what = what
        self._first = first
        self._ceiling = ceiling
        self._next = first
        self._pausing = False

    async def pause(self, reason: object) -> None:
        honour_cancellation()
        if not self._pausing:
            log.warning("paused", what=self._what, reason=str(reason))
        self._pausing = True
        await asyncio.sleep(self._next)
        self._next = min(self._next * 2, self._ceiling)

    def reset(self) -> None:
        if self._pausing:
            log.info("resumed", what=self._what)
        self._pausing = False
        self._next = self._first


async def through_outages(
    pause: Backoff,
    attempt: Callable[[], Awaitable[T]],
    outage: Callable[[BaseException], bool] = database_outage,
) -> T:
    """What `attempt` returns or raises, however long an outage lasts: by default its database's."""
    while True:
        try:
            result = await attempt()
        except Exception as error:
            if not outage(error):
                raise
            await pause.pause(error)
        else:
            pause.reset()
            return result
