"""Decoding as leased work: each asset is opened once, for identity and renditions."""

from contextlib import AsyncExitStack
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.events.assets import Rendition
from alice_contracts.media import RejectReason
from alice_core.blobs import Blobs
from alice_core.events.outbox import Fact, Outbox
from alice_core.work.queue import Job
from alice_core.work.worker import Commit
from alice_decoding.pool import DecodePool
from alice_decoding.source import Changed, Source
from alice_decoding.undecodable import Undecodable
from asset_processor import keys
from asset_processor.assets import facts, repository
from asset_processor.assets.originals import Originals, Place
from asset_processor.assets.register import Register
from asset_processor.assets.work import DecodeWork
from asset_processor.decoding.decoded import Decoded
from asset_processor.scanning.jobs import ScanJobs

# Refusals that speak of a place and not of the bytes: another place may do.
PLACE_REFUSALS = frozenset({RejectReason.VANISHED, RejectReason.UNREADABLE})

# A worker may be killed by others, as for memory; a file that kills it thrice is the culprit.
CRASHES_BELIEVED = 3


class Processing:
    def __init__(
        self,
        originals: Originals,
        pool: DecodePool[Source, Decoded],
        blobs: Blobs,
        outbox: Outbox,
        register: Register,
        scans: ScanJobs,
    ) -> None:
        self._originals = originals
        self._pool = pool
        self._blobs = blobs
        self._outbox = outbox
        self._register = register
        self._scans = scans

    async def compute(self, job: Job[DecodeWork]) -> Commit:
        """Decode one asset from the first place where its bytes still are what they were."""
        try:
            places, decoded = await self._decode(job.key)
        except Undecodable as error:
            if error.reason is RejectReason.CRASHED and job.attempt < CRASHES_BELIEVED:
                raise
            return self._rejection(job.key, error)
        if decoded is None:
            return self._search_again(job.key, places)
        renditions = [await self._keep(job.key, item) for item in decoded.renditions]
        return self._processed(job, decoded, renditions)

    async def _decode(self, asset_id: str) -> tuple[list[Place], Decoded | None]:
        """The picture, or the places that no longer hold it."""
        places = await self._originals.places(asset_id)
        async with AsyncExitStack() as stack:
            stored = await stack.enter_async_context(self._originals.stored(asset_id))
            sources = [place.source for place in places] + ([stored] if stored else [])
            for source in sources:
                decoded = await self._decode_at(source)
                if decoded:
                    return places, decoded
        return places, None

    async def _decode_at(self, source: Source) -> Decoded | None:
        try:
            return await self._pool.decode(source)
        except Changed:
            return None
        except Undecodable as error:
            if error.reason in PLACE_REFUSALS:
                return None
            raise

    async def _keep(self, asset_id: str, rendition: Any) -> Rendition:
        await self._blobs.put(keys.rendition(asset_id, rendition.edge), rendition.data)
        return Rendition(
            edge=rendition.edge,
            mime=rendition.mime,
            width=rendition.width,
            height=rendition.height,
            size=len(rendition.data),
        )

    def _processed(
        self, job: Job[DecodeWork], decoded: Decoded, renditions: list[Rendition]
    ) -> Commit:
        values = {
            "mime": decoded.media_type.mime,
            "kind": decoded.media_type.kind,
            "width": decoded.width,
            "height": decoded.height,
            "duration": decoded.duration,
            "frames": decoded.frames,
            "pixel_hash": decoded.pixel_hash,
            "perceptual_hash": f"{decoded.perceptual_hash:016x}",
            "renditions": [item.model_dump() for item in renditions],
            "reject_reason": None,
            "reject_detail": None,
        }

        async def commit(session: AsyncSession) -> None:
            row = await repository.write_processed(session, job.key, values)
            await self._outbox.add(session, [Fact(job.key, row.revision, facts.processed(row))])
            if job.payload.supersedes:
                await self._register.resolve(session, [(job.payload.supersedes, job.key)])

        return commit

    def _rejection(self, asset_id: str, error: Undecodable) -> Commit:
        async def commit(session: AsyncSession) -> None:
            row = await repository.write_rejected(session, asset_id, error.reason, error.detail)
            locations = await repository.locations_of(session, [asset_id])
            data = facts.rejected(row, locations[asset_id])
            await self._outbox.add(session, [Fact(asset_id, row.revision, data)])

        return commit

    def _search_again(self, asset_id: str, places: list[Place]) -> Commit:
        """The bytes are gone from where they lay: a scan tells what became of them."""

        async def commit(session: AsyncSession) -> None:
            for library_id, directory in {(p.library_id, p.directory) for p in places}:
                await self._scans.request(session, library_id, directory)
            detail = "The file changed or vanished before it was opened; its folder is scanned."
            await self._rejection(asset_id, Undecodable(RejectReason.VANISHED, detail))(session)

        return commit
