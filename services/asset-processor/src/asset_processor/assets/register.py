"""Writes down where contents lie: rows, facts and work in one transaction.

Every method takes the locks of the assets that it touches first, in the order of their ids,
and raises their revision once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.events.assets import (
    AssetRejected,
    AssetRestored,
    AssetSuperseded,
)
from alice_core.events.outbox import Fact, Outbox
from alice_core.work.queue import WorkQueue
from asset_processor.assets import facts, repository
from asset_processor.assets.work import DecodeWork
from asset_processor.libraries.library import LibraryRecord
from asset_processor.scanning import repository as places
from asset_processor.scanning.compare import KnownFile
from asset_processor.scanning.findings import Content, Finding
from asset_processor.scanning.walk import FileEntry
from asset_processor.uploads.upload import Upload


@dataclass(frozen=True)
class Change:
    """What one transaction does to assets: (old, new) pairs tell which file was rewritten."""

    created: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    rewritten: Sequence[tuple[str, str]] = ()
    stored: bool = False


class Register:
    def __init__(self, outbox: Outbox, decoding: WorkQueue[DecodeWork]) -> None:
        self._outbox = outbox
        self._decoding = decoding

    async def record(
        self, session: AsyncSession, library: LibraryRecord, findings: Sequence[Finding]
    ) -> set[str]:
        """Write down what was found in a library; the ids of the assets that are new."""
        contents = [finding.content for finding in findings if finding.content]
        previous = {finding.previous_asset for finding in findings} - {None}
        created = await repository.insert(session, contents, stored=False)
        touched = {content.asset_id for content in contents} | {old for old in previous if old}
        await repository.lock(session, touched)
        rows = await places.write_locations(session, library.id, findings)
        await self._announce(session, Change(created, touched, _rewritten(findings)))
        await self._outbox.add(
            session,
            [
                Fact(
                    facts.location_subject(rows[finding.entry.path].id),
                    rows[finding.entry.path].revision,
                    _refused(library, finding),
                )
                for finding in findings
                if finding.refusal and finding.refusal.reason
            ],
        )
        return created

    async def move(
        self, session: AsyncSession, moves: Sequence[tuple[KnownFile, FileEntry]]
    ) -> None:
        """Locations that lie elsewhere now, recognised without opening them."""
        touched = {known.asset_id for known, _ in moves if known.asset_id}
        await repository.lock(session, touched)
        await places.move(session, moves)
        await self._announce(session, Change(touched=touched))

    async def lose(self, session: AsyncSession, gone: Sequence[KnownFile]) -> Sequence[KnownFile]:
        """Locations that are no more; their assets stay. Returns those that had not moved."""
        await repository.lock(session, {known.asset_id for known in gone if known.asset_id})
        removed = {(row.directory, row.name) for row in await places.remove(session, gone)}
        lost = [known for known in gone if (known.entry.directory, known.entry.name) in removed]
        touched = {known.asset_id for known in lost if known.asset_id}
        await self._announce(session, Change(touched=touched))
        return lost

    async def upload(self, session: AsyncSession, content: Content, place: Upload) -> bool:
        """Bytes that the blob store now holds; true when their asset is new."""
        created = await repository.insert(session, [content], stored=True)
        await repository.lock(session, {content.asset_id})
        await repository.add_uploads(session, [place])
        await self._announce(session, Change(created, {content.asset_id}, stored=True))
        return bool(created)

    async def offer(self, session: AsyncSession, files: Sequence[Upload]) -> set[str]:
        """Names for contents that the blob store holds; the ids that it holds."""
        stored = await repository.stored(session, {file.asset_id for file in files})
        await repository.lock(session, stored)
        new = await repository.add_uploads(session, [f for f in files if f.asset_id in stored])
        await self._announce(session, Change(touched=new))
        return stored

    async def _announce(self, session: AsyncSession, change: Change) -> None:
        revisions = await repository.raise_revisions(
            session, change.touched - change.created, stored=change.stored
        )
        locations = await repository.locations_of(session, change.touched)
        said = [
            Fact(asset_id, revision, facts.relocated(locations[asset_id]))
            for asset_id, revision in revisions.items()
        ]
        if change.created:
            said += [
                Fact(row.asset_id, row.revision, facts.discovered(row, locations[row.asset_id]))
                for row in await repository.get_many(session, change.created)
            ]
        reopened = await repository.reopen(session, change.touched - change.created)
        await self._decode(session, change.created | reopened, change.rewritten)
        await self._outbox.add(session, said)
        await self.resolve(session, change.rewritten, returned=change.touched - change.created)

    async def _decode(
        self, session: AsyncSession, ids: Collection[str], rewritten: Sequence[tuple[str, str]]
    ) -> None:
        before = {new: old for old, new in rewritten}
        work = [(asset_id, DecodeWork(supersedes=before.get(asset_id))) for asset_id in sorted(ids)]
        await self._decoding.add(session, work)

    async def resolve(
        self,
        session: AsyncSession,
        rewritten: Sequence[tuple[str, str]],
        returned: Collection[str] = (),
    ) -> None:
        """Say which assets have been superseded, and which superseded ones are back."""
        superseded = await repository.supersede(session, rewritten)
        restored = await repository.restore(session, returned)
        said = [
            Fact(row.asset_id, row.revision, AssetSuperseded(successor=row.superseded_by))
            for row in superseded
        ]
        said += [Fact(row.asset_id, row.revision, AssetRestored()) for row in restored]
        await self._outbox.add(session, said)


def _rewritten(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [
        (finding.previous_asset, finding.content.asset_id)
        for finding in findings
        if finding.previous_asset and finding.content
    ]


def _refused(library: LibraryRecord, finding: Finding) -> AssetRejected:
    assert finding.refusal
    assert finding.refusal.reason
    return AssetRejected(
        reason=finding.refusal.reason,
        detail=finding.refusal.detail,
        library=library.name,
        path=finding.entry.path,
    )
