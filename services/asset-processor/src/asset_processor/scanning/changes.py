"""Takes in single paths that changed, without walking the library."""

import asyncio
from collections.abc import Sequence
from itertools import chain

from alice_core.database import Database
from asset_processor.libraries.library import LibraryRecord
from asset_processor.scanning import repository
from asset_processor.scanning.compare import compare
from asset_processor.scanning.intake import Intake
from asset_processor.scanning.walk import FileEntry, entry_at, walk


class Changes:
    def __init__(self, database: Database, intake: Intake) -> None:
        self._database = database
        self._intake = intake

    async def take(self, library: LibraryRecord, paths: Sequence[str]) -> None:
        """Take in what lies at these paths now, and forget what lay there and is gone."""
        entries = await asyncio.to_thread(_entries, library, paths)
        async with self._database.reader() as session:
            known = await repository.known_at(session, library.id, paths)
            settled = {row.entry.path for row in known} | {entry.path for entry in entries}
            for folder in set(paths) - settled:
                known += await repository.known_below(session, library.id, folder)
        seen = compare(entries, {row.id: row for row in known}.values())
        await self._intake.take(library, seen.fresh)
        if seen.missing and library.is_reachable():
            await self._intake.lose(library, seen.missing)


def _entries(library: LibraryRecord, paths: Sequence[str]) -> list[FileEntry]:
    found = {entry.path: entry for path in paths for entry in _at(library, path)}
    return list(found.values())


def _at(library: LibraryRecord, path: str) -> list[FileEntry]:
    if entry := entry_at(library.root, path):
        return [entry]
    if (library.root / path).is_dir() and not (library.root / path).is_symlink():
        return list(chain.from_iterable(folder.files for folder in walk(library.root, path)))
    return []
