"""One scan: a library's folder as it is, against what is remembered of it."""

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic

from alice_contracts.http.assets import Outcome, ScanOutcome
from alice_contracts.media import RejectReason
from alice_core.database import Database
from asset_processor.libraries.library import LibraryRecord
from asset_processor.scanning import repository
from asset_processor.scanning.compare import FreshFile, KnownFile, compare
from asset_processor.scanning.intake import Intake
from asset_processor.scanning.quiet import seconds_until_quiet
from asset_processor.scanning.walk import Directory, entry_at, walk

CHUNK = 2000  # files looked at together
PATIENCE = 10  # times the quiet time that a scan waits for files being written

Report = Callable[[Sequence[ScanOutcome], Counter[Outcome]], Awaitable[None]]


class RootUnreachableError(Exception):
    """The root cannot be read, so nothing is known of what lies in it."""


class RootEmptyError(Exception):
    """The root held files and holds none now, as when a disk is not mounted."""


@dataclass
class Progress:
    counts: Counter[Outcome] = field(default_factory=Counter)
    visited: set[str] = field(default_factory=set)
    blind: list[str] = field(default_factory=list)
    missing: list[KnownFile] = field(default_factory=list)
    unquiet: list[FreshFile] = field(default_factory=list)


class Scanner:
    def __init__(self, database: Database, intake: Intake, quiet: float) -> None:
        self._database = database
        self._intake = intake
        self._quiet = quiet

    async def scan(
        self, library: LibraryRecord, below: str, report: Report, *, accept_empty: bool = False
    ) -> Counter[Outcome]:
        """Take in what is fresh below this folder and forget what is gone; counts by outcome.

        Raises `RootUnreachableError` and `RootEmptyError` before anything is forgotten.
        """
        await self._check_root(library, accept_empty=accept_empty)
        progress = Progress()
        chunks = _chunks(walk(library.root, below))
        while chunk := await asyncio.to_thread(next, chunks, None):
            await self._take_chunk(library, chunk, progress, report)
        await self._take_when_quiet(library, progress, report)
        await self._find_missing_folders(library, below, progress)
        await self._check_root(library, accept_empty=accept_empty)
        await self._say(progress, report, await self._intake.lose(library, progress.missing))
        return progress.counts

    async def _take_chunk(
        self,
        library: LibraryRecord,
        chunk: Sequence[Directory],
        progress: Progress,
        report: Report,
    ) -> None:
        readable = [directory for directory in chunk if directory.error is None]
        async with self._database.reader() as session:
            known = await repository.known_in(session, library.id, [d.path for d in readable])
        seen = compare([entry for directory in readable for entry in directory.files], known)
        progress.counts[Outcome.UNCHANGED] += seen.unchanged
        progress.visited.update(directory.path for directory in readable)
        progress.blind += [directory.path for directory in chunk if directory.error]
        progress.missing += seen.missing
        ready, unquiet = self._split(seen.fresh)
        progress.unquiet += unquiet
        await self._say(progress, report, _unopened(chunk))
        await self._say(progress, report, await self._intake.take(library, ready))

    async def _take_when_quiet(
        self, library: LibraryRecord, progress: Progress, report: Report
    ) -> None:
        """Take files that were being written once they have been left alone.

        A file that never is, as a recording under way, is told and left to the next scan.
        """
        deadline = monotonic() + PATIENCE * self._quiet
        while progress.unquiet and monotonic() < deadline:
            waits = [seconds_until_quiet(file.entry, self._quiet) for file in progress.unquiet]
            await asyncio.sleep(max(waits))
            again = [(file, entry_at(library.root, file.entry.path)) for file in progress.unquiet]
            ready, progress.unquiet = self._split(
                [FreshFile(entry, file.known) for file, entry in again if entry]
            )
            await self._say(progress, report, await self._intake.take(library, ready))
        await self._say(progress, report, [_unquiet(file) for file in progress.unquiet])

    def _split(self, files: Sequence[FreshFile]) -> tuple[list[FreshFile], list[FreshFile]]:
        """Files that are quiet, and files that are not."""
        waits = [seconds_until_quiet(file.entry, self._quiet) for file in files]
        ready = [file for file, wait in zip(files, waits, strict=True) if not wait]
        return ready, [file for file, wait in zip(files, waits, strict=True) if wait]

    async def _find_missing_folders(
        self, library: LibraryRecord, below: str, progress: Progress
    ) -> None:
        """Folders that are remembered but were not met, unless what lies above was unreadable."""
        async with self._database.reader() as session:
            remembered = await repository.directories(session, library.id)
            gone = [
                folder
                for folder in remembered - progress.visited
                if _is_below(folder, below)
                and not any(_is_below(folder, blind) for blind in progress.blind)
            ]
            progress.missing += await repository.known_in(session, library.id, gone)

    async def _say(
        self, progress: Progress, report: Report, outcomes: Sequence[ScanOutcome]
    ) -> None:
        progress.counts.update(outcome.outcome for outcome in outcomes)
        await report(outcomes, progress.counts)

    async def _check_root(self, library: LibraryRecord, *, accept_empty: bool) -> None:
        try:
            holds_something = await asyncio.to_thread(_holds_something, library)
        except OSError as error:
            raise RootUnreachableError(
                f"{library.root} cannot be read ({error.strerror}); mount it or give the server "
                "leave to read it. Nothing was taken from the library."
            ) from error
        if holds_something or accept_empty or not library.files:
            return
        raise RootEmptyError(
            f"{library.root} is empty and held {library.files:,} files; if that is meant, scan it "
            "with accept_empty. Nothing was taken from the library."
        )


def _holds_something(library: LibraryRecord) -> bool:
    with os.scandir(library.root) as entries:
        return any(True for _ in entries)


def _is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _chunks(directories: Iterator[Directory]) -> Iterator[list[Directory]]:
    """Whole folders together until they hold `CHUNK` files; each counts as one file itself."""
    chunk: list[Directory] = []
    weight = 0
    for directory in directories:
        chunk.append(directory)
        weight += 1 + len(directory.files)
        if weight >= CHUNK:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def _unquiet(file: FreshFile) -> ScanOutcome:
    return ScanOutcome(
        path=file.entry.path,
        outcome=Outcome.REJECTED,
        reason=RejectReason.CHANGING,
        detail="The file is still being written; it is taken when it has been left alone.",
    )


def _unopened(chunk: Sequence[Directory]) -> list[ScanOutcome]:
    """Folders that cannot be read, and names that no database can hold."""
    outcomes = [
        _rejected(directory.path, f"The folder cannot be read ({directory.error}).")
        for directory in chunk
        if directory.error
    ]
    outcomes += [
        _rejected(f"{directory.path}/{name}".lstrip("/"), "The name is not UTF-8; rename the file.")
        for directory in chunk
        for name in directory.unnameable
    ]
    return outcomes


def _rejected(path: str, detail: str) -> ScanOutcome:
    return ScanOutcome(
        path=path, outcome=Outcome.REJECTED, reason=RejectReason.UNREADABLE, detail=detail
    )
