"""The heavy work that quality gives out by lease."""

from uuid import UUID

from pydantic import BaseModel

from alice_core.work.queue import WorkQueue

# People wait for what is new.
FIRST, AGAIN = 1, 0


class AssessWork(BaseModel):
    """Judge one asset, for itself or for a reassessment."""

    asset_id: str
    reassessment: UUID | None = None

    @property
    def key(self) -> str:
        """Whoever wants an asset judged has work of their own, which others cannot take away."""
        return work_key(self.asset_id, self.reassessment)


def work_key(asset_id: str, reassessment: UUID | None = None) -> str:
    return asset_id if reassessment is None else f"{asset_id}/{reassessment}"


def assess_queue() -> WorkQueue[AssessWork]:
    return WorkQueue("assess", AssessWork)
