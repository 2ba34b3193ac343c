"""Scans as leased work: asked for by anyone, done one after the other, resumed after a crash."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from alice_contracts.http.assets import LibraryState, Outcome, ScanOutcome, ScanState
from alice_core.database import Database
from alice_core.work.queue import Job, WorkQueue
from alice_core.work.worker import Commit
from asset_processor.assets.work import ScanWork
from asset_processor.libraries import repository as libraries
from asset_processor.libraries.library import LibraryRecord
from asset_processor.scanning import repository
from asset_processor.scanning.scan import RootEmptyError, RootUnreachableError, Scanner

KEPT_SCANS = 10
UNREMARKABLE = frozenset({Outcome.UNCHANGED, Outcome.IGNORED})


class ScanJobs:
    def __init__(self, database: Database, queue: WorkQueue[ScanWork], scanner: Scanner) -> None:
        self._database = database
        self._queue = queue
        self._scanner = scanner
        self._turns: defaultdict[UUID, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def request(
        self,
        session: AsyncSession,
        library_id: UUID,
        path: str = "",
        *,
        accept_empty: bool = False,
    ) -> UUID:
        """Queue a scan in the caller's transaction; its id, or that of one that waits already."""
        waiting = await repository.waiting_scan(session, library_id, path, accept_empty)
        if waiting:
            return waiting
        scan_id = uuid7()
        values = {
            "id": scan_id,
            "library_id": library_id,
            "path": path,
            "accept_empty": accept_empty,
        }
        await repository.forget_old_scans(session, library_id, KEPT_SCANS)
        await repository.add_scan(session, values)
        await self._queue.add(session, [(str(scan_id), ScanWork(scan_id=scan_id))])
        return scan_id

    async def compute(self, job: Job[ScanWork]) -> Commit:
        """Do one scan; what it found is written as it goes, its end by the commit."""
        scan_id = job.payload.scan_id
        async with self._database.reader() as session:
            scan = await repository.get_scan(session, scan_id)
            library = await libraries.by_id(session, scan.library_id) if scan else None
            if scan is None or library is None:
                return _nothing
        async with self._turns[library.id]:
            return await self._scan(library, scan)

    async def _scan(self, library: LibraryRecord, scan: Row[Any]) -> Commit:
        """One at a time in a library: a second scan finds what the first has taken in."""
        scan_id: UUID = scan.id
        async with self._database.transaction() as session:
            await repository.forget_outcomes(session, scan_id)
            await repository.update_scan(
                session, scan_id, state=ScanState.RUNNING, started_at=_now(), counts={}
            )
        try:
            counts = await self._scanner.scan(
                library, scan.path, self._report(scan_id), accept_empty=scan.accept_empty
            )
        except RootUnreachableError as error:
            return _failed(scan_id, library, LibraryState.UNREACHABLE, str(error))
        except RootEmptyError as error:
            return _failed(scan_id, library, LibraryState.EMPTY, str(error))
        return _completed(scan_id, library, counts)

    def _report(self, scan_id: UUID) -> Any:
        async def report(outcomes: Sequence[ScanOutcome], counts: Counter[Outcome]) -> None:
            remarkable = [item for item in outcomes if item.outcome not in UNREMARKABLE]
            async with self._database.transaction() as session:
                await repository.add_outcomes(session, scan_id, remarkable)
                await repository.update_scan(session, scan_id, counts=dict(counts))

        return report


def _completed(scan_id: UUID, library: LibraryRecord, counts: Counter[Outcome]) -> Commit:
    async def commit(session: AsyncSession) -> None:
        await repository.update_scan(
            session,
            scan_id,
            state=ScanState.COMPLETED,
            counts=dict(counts),
            finished_at=_now(),
        )
        await libraries.write_scanned(session, library.id)

    return commit


def _failed(scan_id: UUID, library: LibraryRecord, state: LibraryState, error: str) -> Commit:
    async def commit(session: AsyncSession) -> None:
        await repository.update_scan(
            session, scan_id, state=ScanState.FAILED, error=error, finished_at=_now()
        )
        await libraries.write_state(session, library.id, state, error)

    return commit


async def _nothing(_session: AsyncSession) -> None:
    """The library was removed before its scan began."""


def _now() -> datetime:
    return datetime.now(UTC)
