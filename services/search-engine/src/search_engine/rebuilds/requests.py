"""Asking for a rebuild."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from alice_contracts.events.search import RebuildRequested
from alice_contracts.http.search import Rebuild, RebuildState
from alice_contracts.streams import SEARCH_STREAM
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.events.errors import BusUnavailableError
from alice_core.events.outbox import Fact, Outbox
from alice_core.problems import Problem, not_found
from search_engine.rebuilds import repository


class Rebuilds:
    """There is one rebuild at a time; a new one takes the place of the one before."""

    def __init__(self, database: Database, bus: Bus, outbox: Outbox) -> None:
        self._database = database
        self._bus = bus
        self._outbox = outbox

    async def request(self, *, force: bool) -> Rebuild:
        """Begin a rebuild, or answer the one that runs unless `force` begins it anew.

        Raises a 503 problem when the bus is down or no owner could be asked.
        """
        owners = await self._owners()
        async with self._database.transaction() as session:
            await repository.lock(session)
            if force or await repository.running(session) is None:
                await self._begin(session, uuid7(), owners)
            return await _newest(session)

    async def current(self) -> Rebuild:
        """The newest rebuild; raises a 404 problem when there was none."""
        async with self._database.reader() as session:
            return await _newest(session)

    async def _begin(self, session: AsyncSession, rebuild_id: UUID, owners: list[str]) -> None:
        await repository.replace(session, rebuild_id, owners)
        request = RebuildRequested(rebuild_id=rebuild_id, owners=tuple(owners))
        await self._outbox.add(session, [Fact(str(rebuild_id), 0, request)])

    async def _owners(self) -> list[str]:
        """Who owns facts and has ever listened: only those can be waited for."""
        try:
            groups = {group.name for group in await self._bus.groups(SEARCH_STREAM.name)}
        except BusUnavailableError as error:
            raise _unavailable(f"The bus does not answer ({error}).") from error
        owners = sorted(owner.short for owner in SEARCH_STREAM.hears if owner.short in groups)
        if not owners:
            raise _unavailable("No owner of facts has listened to search yet.")
        return owners


async def _newest(session: AsyncSession) -> Rebuild:
    row = await repository.newest(session)
    if row is None:
        raise not_found("A rebuild", "None was asked for yet; POST /api/v1/rebuilds begins one.")
    state = RebuildState.COMPLETED if row["completed_at"] else RebuildState.REQUESTED
    return Rebuild.model_validate({**row, "state": state})


def _unavailable(why: str) -> Problem:
    owners = ", ".join(owner.short for owner in SEARCH_STREAM.hears)
    return Problem(
        503,
        "rebuild-unavailable",
        "A rebuild cannot begin now",
        f"{why} Nothing was changed; see that the bus and the owners run ({owners}), "
        "and ask again.",
    )
