"""What becomes of work whose picture cannot be judged at once."""

from uuid import UUID

import pytest

from alice_contracts.assessment import Judgement, Measures
from alice_contracts.identity import asset_id_of
from alice_contracts.media import RejectReason
from alice_contracts.services import QUALITY
from alice_core.events.outbox import Outbox
from alice_core.http.remote_file import RemoteFileError, UnreachableError
from alice_core.work.queue import Job
from alice_core.work.worker import Permanent
from alice_decoding.undecodable import Undecodable
from quality_analyzer.assessments import repository
from quality_analyzer.assessments.assessing import Assessing
from quality_analyzer.assessments.work import AssessWork

ASSET = asset_id_of(b"asset")
URL = "http://assets/content"
PRAISE = Judgement(stars=5, score=99, measures=Measures(), reasons=())


class Pool:
    """A pool whose calls end as they are told to, one after the other."""

    def __init__(self, *ends: Judgement | Exception) -> None:
        self.ends = list(ends)

    async def decode(self, original) -> Judgement:
        assert original.path == f"/api/v1/assets/{ASSET}/content"
        end = self.ends.pop(0)
        if isinstance(end, Exception):
            raise end
        return end


@pytest.fixture
def assess(database):
    """Compute one attempt and commit it; the judgement that is then kept."""

    async def run(*ends: Judgement | Exception, attempt: int = 1) -> Judgement:
        pool = Pool(*ends)
        assessing = Assessing(pool, Outbox(QUALITY), "http://assets", "token")
        job = Job(1, ASSET, AssessWork(asset_id=ASSET), attempt, UUID(int=1))
        commit = await assessing.compute(job)
        assert pool.ends == []
        async with database.transaction() as session:
            await commit(session)
            return Judgement.model_validate((await repository.get(session, ASSET)).judgement)

    return run


async def test_it_waits_while_assets_is_down(assess):
    down = UnreachableError(URL, None, "refused")
    assert await assess(down, down, PRAISE) == PRAISE


@pytest.mark.parametrize("reason", [RejectReason.CRASHED, RejectReason.TIMEOUT])
async def test_what_others_may_have_caused_is_believed_the_third_time(assess, reason):
    verdict = Undecodable(reason, "It died of this file.")
    for attempt in (1, 2):
        with pytest.raises(Undecodable):
            await assess(verdict, attempt=attempt)
    judgement = await assess(verdict, attempt=3)
    assert judgement.stars is None
    assert [(each.code, each.text) for each in judgement.reasons] == [(reason, verdict.detail)]


async def test_a_plain_verdict_is_believed_at_once(assess):
    judgement = await assess(Undecodable(RejectReason.CORRUPT, "The file is damaged."))
    assert [reason.code for reason in judgement.reasons] == ["corrupt"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(404, Permanent), (409, RemoteFileError), (503, RemoteFileError), (None, RemoteFileError)],
)
async def test_only_what_assets_does_not_have_fails_for_good(assess, status, expected):
    with pytest.raises(expected) as error:
        await assess(RemoteFileError(URL, status, "no"))
    assert isinstance(error.value, Permanent) == (status == 404)


async def test_revisions_rise_with_every_assessment(assess, database):
    for _ in range(3):
        await assess(PRAISE)
    async with database.reader() as session:
        assert (await repository.get(session, ASSET)).revision == 3
