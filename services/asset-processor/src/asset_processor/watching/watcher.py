"""Keeps every library up to date: by the kernel's events, or by looking again."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from watchfiles import awatch

from alice_contracts.http.assets import WatchMode
from alice_core.database import Database
from alice_core.events.outages import Backoff, through_outages
from alice_core.logs import get_logger
from asset_processor.libraries import repository
from asset_processor.libraries.catalogue import Catalogue
from asset_processor.libraries.library import LibraryRecord
from asset_processor.scanning.changes import Changes
from asset_processor.scanning.jobs import ScanJobs
from asset_processor.scanning.walk import entry_at, is_hidden
from asset_processor.watching.mounts import effective_mode
from asset_processor.watching.quieting import Quieting, Signature

LOOK = 0.25  # seconds between two looks at paths that are not quiet yet
DEBOUNCE = 100  # milliseconds in which events are gathered

T = TypeVar("T")

log = get_logger(__name__)


class Watcher:
    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        scans: ScanJobs,
        changes: Changes,
        quiet: float,
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._scans = scans
        self._changes = changes
        self._quiet = quiet
        self._watches: dict[UUID, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Watch what libraries there are, until cancelled; raises what ended a watch."""
        try:
            while True:
                self._catalogue.changed.clear()
                await self._adjust(await self._persist(self._catalogue.everything))
                await self._until_changed()
        finally:
            await self._adjust([])

    async def _until_changed(self) -> None:
        """Return when libraries came or went; no watch ends by itself."""
        changed = asyncio.create_task(self._catalogue.changed.wait())
        watches = self._watches.values()
        done, _ = await asyncio.wait({changed, *watches}, return_when=asyncio.FIRST_COMPLETED)
        changed.cancel()
        for task in done:
            await task

    async def _adjust(self, libraries: Iterable[LibraryRecord]) -> None:
        wanted = {library.id: library for library in libraries}
        ended = [self._watches.pop(each) for each in set(self._watches) - set(wanted)]
        for task in ended:
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)
        for library_id in set(wanted) - set(self._watches):
            self._watches[library_id] = asyncio.create_task(self._watch(wanted[library_id]))

    async def _watch(self, library: LibraryRecord) -> None:
        """What changed while nobody watched is found by a scan, before anything else.

        Where the kernel cannot tell (any more), the interval takes over until it can.
        """
        mode = effective_mode(library.root, library.watch)
        await self._persist(partial(self._request_scan, library))
        if mode is WatchMode.OFF:
            await asyncio.Event().wait()
        while True:
            if mode is WatchMode.EVENTS:
                await self._follow_events(library)
            await asyncio.sleep(library.interval)
            await self._persist(partial(self._request_scan, library))

    async def _follow_events(self, library: LibraryRecord) -> None:
        """Returns when the kernel cannot tell (any more)."""
        quieting = Quieting(self._quiet)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._gather(library.root, quieting))
                group.create_task(self._take_quiet(library, quieting))
        except* (OSError, RuntimeError) as errors:
            log.warning(
                "the kernel cannot watch this library; looking at it by interval",
                library=library.name,
                interval=library.interval,
                error=str(errors.exceptions[0]),
            )

    async def _gather(self, root: Path, quieting: Quieting) -> None:
        async for events in awatch(root, debounce=DEBOUNCE, step=50, recursive=True):
            for _, path in events:
                relative = Path(path).relative_to(root).as_posix()
                if relative != "." and not is_hidden(relative):
                    quieting.look(relative, _signature(root, relative))
        raise OSError(f"{root} is no longer watched")

    async def _take_quiet(self, library: LibraryRecord, quieting: Quieting) -> None:
        while True:
            await asyncio.sleep(LOOK)
            paths = [p for p in quieting if quieting.look(p, _signature(library.root, p))]
            if paths:
                await self._persist(partial(self._changes.take, library, paths))

    async def _persist(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Wait for a database that is down; what was noticed is taken when it is back."""
        return await through_outages(Backoff("watcher: database"), attempt)

    async def _request_scan(self, library: LibraryRecord) -> None:
        async with self._database.transaction() as session:
            if await repository.by_id(session, library.id):
                await self._scans.request(session, library.id)


def _signature(root: Path, path: str) -> Signature:
    entry = entry_at(root, path)
    return (entry.size, entry.mtime_ns, entry.inode) if entry else None
