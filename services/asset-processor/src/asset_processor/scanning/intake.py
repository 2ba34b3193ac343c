"""Takes files of a library in: recognises moves, opens what is fresh, writes it all down."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from alice_contracts.http.assets import Outcome, ScanOutcome
from alice_core.database import Database
from asset_processor.assets.backlog import Backlog
from asset_processor.assets.register import Register
from asset_processor.libraries.library import LibraryRecord
from asset_processor.scanning import repository
from asset_processor.scanning.compare import FreshFile, KnownFile
from asset_processor.scanning.findings import Finding
from asset_processor.scanning.identify import identify
from asset_processor.scanning.moves import find_moves

BATCH = 200

ItemT = TypeVar("ItemT")


class Intake:
    def __init__(self, database: Database, register: Register, backlog: Backlog) -> None:
        self._database = database
        self._register = register
        self._backlog = backlog
        self._readers = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="reader")

    async def take(self, library: LibraryRecord, fresh: Sequence[FreshFile]) -> list[ScanOutcome]:
        """What became of each file, written down in transactions of `BATCH` files at most."""
        outcomes: list[ScanOutcome] = []
        for batch in _batches(fresh):
            await self._backlog.wait_for_room()
            outcomes += await self._take_batch(library, batch)
        return outcomes

    async def lose(self, library: LibraryRecord, gone: Sequence[KnownFile]) -> list[ScanOutcome]:
        """Take locations from assets whose files are no more."""
        lost: list[KnownFile] = []
        for batch in _batches(gone):
            async with self._database.transaction() as session:
                lost += await self._register.lose(session, batch)
        return [
            ScanOutcome(path=known.entry.path, outcome=Outcome.LOST, asset_id=known.asset_id)
            for known in lost
            if known.asset_id
        ]

    def close(self) -> None:
        self._readers.shutdown()

    async def _take_batch(
        self, library: LibraryRecord, batch: Sequence[FreshFile]
    ) -> list[ScanOutcome]:
        async with self._database.reader() as session:
            inodes = {file.entry.inode for file in batch if file.known is None}
            candidates = await repository.known_by_inode(session, library.id, inodes)
        moves, fresh = find_moves(library.root, batch, candidates)
        findings = await self._identify(library, fresh)
        async with self._database.transaction() as session:
            if moves:
                await self._register.move(session, moves)
            created = await self._register.record(session, library, findings)
        moved = [
            ScanOutcome(path=entry.path, outcome=Outcome.MOVED, asset_id=known.asset_id)
            for known, entry in moves
        ]
        return [*moved, *_outcomes(findings, created)]

    async def _identify(self, library: LibraryRecord, fresh: Sequence[FreshFile]) -> list[Finding]:
        loop = asyncio.get_running_loop()
        results = await asyncio.gather(
            *(
                loop.run_in_executor(self._readers, identify, library.root, file.entry)
                for file in fresh
            )
        )
        return [Finding.of(file, result) for file, result in zip(fresh, results, strict=True)]


def _batches(items: Sequence[ItemT]) -> Iterator[Sequence[ItemT]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _outcomes(findings: Sequence[Finding], created: set[str]) -> list[ScanOutcome]:
    """The first file of a new content is new; a second one with the same bytes is known."""
    unseen = set(created)
    outcomes = []
    for finding in findings:
        outcomes.append(_outcome(finding, unseen))
        if finding.content:
            unseen.discard(finding.content.asset_id)
    return outcomes


def _outcome(finding: Finding, unseen: set[str]) -> ScanOutcome:
    path = finding.entry.path
    if finding.refusal:
        outcome = Outcome.REJECTED if finding.refusal.reason else Outcome.IGNORED
        return ScanOutcome(
            path=path,
            outcome=outcome,
            reason=finding.refusal.reason,
            detail=finding.refusal.detail,
        )
    assert finding.content
    asset_id = finding.content.asset_id
    if finding.previous_asset:
        return ScanOutcome(path=path, outcome=Outcome.CHANGED, asset_id=asset_id)
    outcome = Outcome.NEW if asset_id in unseen else Outcome.KNOWN
    return ScanOutcome(path=path, outcome=outcome, asset_id=asset_id)
