"""Judging as leased work."""

from http import HTTPStatus

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.assessment import Judgement
from alice_contracts.media import RejectReason
from alice_core.events.outages import Backoff, through_outages
from alice_core.events.outbox import Outbox
from alice_core.http.remote_file import RemoteFileError, service_outage
from alice_core.work.queue import Job
from alice_core.work.worker import Commit, Permanent
from alice_decoding.pool import DecodePool
from alice_decoding.undecodable import Undecodable
from quality_analyzer.assessments import facts, repository
from quality_analyzer.assessments.work import AssessWork
from quality_analyzer.judging.original import Original
from quality_analyzer.judging.refusals import refused
from quality_analyzer.reassessments import repository as reassessments
from quality_analyzer.reassessments.state import State

# Raised with whatever changes what pictures are given.
ASSESSOR = "alice-quality/1"

# What others may have caused, as by taking memory or by answering slowly: the third time it is
# the file.
DOUBTED = frozenset({RejectReason.CRASHED, RejectReason.TIMEOUT})
BELIEVED_AT = 3


class Assessing:
    """`service` is the address of assets, `token` what opens it."""

    def __init__(
        self, pool: DecodePool[Original, Judgement], outbox: Outbox, service: str, token: str
    ) -> None:
        self._pool = pool
        self._outbox = outbox
        self._service = service
        self._token = token
        self._pause = Backoff("assessing: assets")

    async def compute(self, job: Job[AssessWork]) -> Commit:
        """Judge one asset; what the decoder refuses is judged to have no stars."""
        try:
            judgement = await self._judge(job.payload.asset_id)
        except Undecodable as error:
            if error.reason in DOUBTED and job.attempt < BELIEVED_AT:
                raise
            judgement = refused(error)
        return self._assessed(job.payload, judgement)

    async def _judge(self, asset_id: str) -> Judgement:
        """Waits for assets where it is down."""
        original = Original(self._service, self._token, asset_id)
        try:
            return await through_outages(
                self._pause, lambda: self._pool.decode(original), service_outage
            )
        except RemoteFileError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                raise Permanent(f"assets does not have it: {error}") from error
            raise

    def _assessed(self, work: AssessWork, judgement: Judgement) -> Commit:
        async def commit(session: AsyncSession) -> None:
            row = await repository.write(session, work.asset_id, ASSESSOR, judgement)
            await self._outbox.add(session, [facts.assessed(row)])
            if work.reassessment:
                await reassessments.end(session, work.reassessment, [work.asset_id], State.DONE)

        return commit
