"""Adding, showing and removing libraries."""

import asyncio
from pathlib import Path
from uuid import UUID

from uuid_utils.compat import uuid7

from alice_contracts.http.assets import Library, NewLibrary, NewScan, WatchMode
from alice_core.database import Database
from alice_core.problems import Problem, not_found
from asset_processor.assets.register import Register
from asset_processor.libraries import repository
from asset_processor.libraries.library import LibraryRecord
from asset_processor.libraries.roots import resolve_root
from asset_processor.scanning import repository as places
from asset_processor.scanning.jobs import ScanJobs
from asset_processor.watching.mounts import effective_mode


class Catalogue:
    """`changed` is set whenever a library came or went."""

    def __init__(
        self, database: Database, register: Register, scans: ScanJobs, own: Path | None
    ) -> None:
        self._database = database
        self._register = register
        self._scans = scans
        self._own = own
        self.changed = asyncio.Event()

    async def add(self, new: NewLibrary) -> Library:
        """Add a library and queue its first scan."""
        async with self._database.transaction() as session:
            others = await repository.lock_all(session)
            root = await asyncio.to_thread(resolve_root, new.path, others, self._own)
            name = new.name or root.name
            if any(name == other for other, _ in others):
                raise Problem(
                    409,
                    "library-exists",
                    "The name is taken",
                    f"name: there is a library {name!r} already; give this one another name.",
                )
            library_id = uuid7()
            values = {
                "id": library_id,
                "name": name,
                "root": str(root),
                "watch": new.watch,
                "interval": new.interval,
            }
            await repository.add(session, values)
            await self._scans.request(session, library_id)
        self.changed.set()
        return show(await self.named(name))

    async def remove(self, name: str) -> None:
        """Forget a library and its locations; its files and the assets' facts stay."""
        library = await self.named(name)
        async with self._database.transaction() as session:
            await self._register.lose(session, await places.everything_in(session, library.id))
            await repository.remove(session, library.id)
        self.changed.set()

    async def everything(self) -> list[LibraryRecord]:
        async with self._database.reader() as session:
            return await repository.everything(session)

    async def named(self, name: str) -> LibraryRecord:
        async with self._database.reader() as session:
            library = await repository.by_name(session, name)
        if library is None:
            raise not_found(f"The library {name!r}", "`alice library list` shows those there are.")
        return library

    async def scan(self, name: str, wish: NewScan) -> UUID:
        library = await self.named(name)
        path = below_root(library.root, wish.path)
        async with self._database.transaction() as session:
            return await self._scans.request(
                session, library.id, path, accept_empty=wish.accept_empty
            )


def below_root(root: Path, path: str | None) -> str:
    """A folder's path relative to the root; raises a 422 problem for one outside of it."""
    if not path:
        return ""
    target = (root / path).resolve()
    if not target.is_relative_to(root):
        raise Problem(
            422,
            "bad-path",
            "The folder is not in the library",
            f"path: {path!r} does not lie below {root}.",
        )
    relative = target.relative_to(root).as_posix()
    return "" if relative == "." else relative


def show(library: LibraryRecord) -> Library:
    return Library(
        id=library.id,
        name=library.name,
        path=str(library.root),
        watch=library.watch,
        watching=effective_mode(library.root, WatchMode(library.watch)),
        interval=library.interval,
        state=library.state,
        detail=library.detail,
        files=library.files,
        created_at=library.created_at,
        scanned_at=library.scanned_at,
    )
