"""Extraction as leased work: each asset's headers are read once and interpreted."""

from anyio import to_thread
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from alice_core.events.outbox import Fact, Outbox
from alice_core.work.queue import Job
from alice_core.work.worker import Commit
from metadata_extractor import metrics, repository
from metadata_extractor.extraction import Extraction, extraction
from metadata_extractor.interpreting import Interpreter
from metadata_extractor.reading import Originals


class ExtractWork(BaseModel):
    """Read one asset, which the row's key names."""


class Extracting:
    def __init__(self, originals: Originals, interpreter: Interpreter, outbox: Outbox) -> None:
        self._originals = originals
        self._interpreter = interpreter
        self._outbox = outbox

    async def compute(self, job: Job[ExtractWork]) -> Commit:
        contents = await self._originals.contents(job.key)
        whole = await self._interpreter.interpret(contents.blocks, job.attempt)
        extracted = await to_thread.run_sync(extraction, whole, contents.blocks)
        return self._commit(job.key, extracted)

    def _commit(self, asset_id: str, extracted: Extraction) -> Commit:
        async def commit(session: AsyncSession) -> None:
            revision = await repository.write(session, asset_id, extracted)
            if revision is not None:
                fact = Fact(asset_id, revision, extracted.fact)
                await self._outbox.add(session, [fact])
            metrics.count(extracted.fact)

        return commit
