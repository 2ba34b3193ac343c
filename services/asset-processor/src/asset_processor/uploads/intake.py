"""Takes uploads in: streamed to the blob store, hashed on their way, registered when whole."""

from collections.abc import AsyncIterator, Sequence

from alice_contracts.http.assets import OfferAnswer, OfferedFile, Outcome
from alice_contracts.identity import asset_id
from alice_contracts.media_types import HEAD_BYTES, media_type_of
from alice_core.blobs import Blobs, Staged
from alice_core.database import Database
from alice_core.problems import Problem
from asset_processor import keys
from asset_processor.assets.register import Register
from asset_processor.scanning.findings import Content
from asset_processor.uploads.upload import Upload


class Uploads:
    def __init__(self, database: Database, register: Register, blobs: Blobs, reserve: int) -> None:
        self._database = database
        self._register = register
        self._blobs = blobs
        self._reserve = reserve

    async def offer(self, files: Sequence[OfferedFile]) -> OfferAnswer:
        places = [Upload.of(file) for file in files]
        async with self._database.transaction() as session:
            stored = await self._register.offer(session, places)
        ids = dict.fromkeys(file.asset_id for file in files)
        return OfferAnswer(
            known=[each for each in ids if each in stored],
            missing=[each for each in ids if each not in stored],
        )

    async def take(self, file: OfferedFile, chunks: AsyncIterator[bytes], expected: int) -> Outcome:
        """Take in a stream of about `expected` bytes.

        Raises a 422 problem for other bytes than promised, or for what is no media, and a 507
        one where the disk has no room for them.
        """
        place = Upload.of(file)
        self._require_room(expected)
        head = Head(chunks)
        staged = await self._blobs.stage(head)
        try:
            content = _content(file, staged, head.content)
        except Problem:
            await self._blobs.discard(staged)
            raise
        await self._blobs.keep(staged, keys.original(content.asset_id))
        async with self._database.transaction() as session:
            new = await self._register.upload(session, content, place)
        return Outcome.NEW if new else Outcome.KNOWN

    def _require_room(self, expected: int) -> None:
        free = self._blobs.free_bytes()
        if free is not None and free - expected < self._reserve:
            raise Problem(
                507,
                "disk-full",
                "The disk is full",
                f"The disk of the blob store has {free:,} bytes left, of which {self._reserve:,} "
                "are kept free. Nothing was taken; free some room and send the file again.",
            )


class Head:
    """Passes chunks on and keeps the first bytes, by which media are told."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self.content = b""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            if len(self.content) < HEAD_BYTES:
                self.content += chunk[: HEAD_BYTES - len(self.content)]
            yield chunk


def _content(file: OfferedFile, staged: Staged, head: bytes) -> Content:
    received = asset_id(staged.digest)
    if received != file.asset_id:
        raise _refused(
            "hash-mismatch",
            f"the {staged.size:,} bytes are {received}, not {file.asset_id}; send the file again.",
        )
    media = media_type_of(head)
    if media is None:
        raise _refused(
            "unknown-type",
            f"{file.path!r} is none of PNG, JPEG, WebP, AVIF, HEIC, GIF, MP4, MOV and WebM; "
            "convert it to one of them.",
        )
    return Content(received, staged.size, media.mime, media.kind)


def _refused(kind: str, detail: str) -> Problem:
    return Problem(422, kind, "The upload was not taken", f"body: {detail}")
