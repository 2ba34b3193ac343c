"""What only the door answers: facts of several services, joined."""

from alice_contracts.http.assets import Asset
from alice_contracts.http.base import Model, Page
from alice_contracts.http.metadata import Metadata
from alice_contracts.http.operations import DeadLetter, FailedWork
from alice_contracts.http.quality import Assessment
from alice_contracts.http.search import Document


class AssetView(Model):
    """One asset as every service knows it.

    A part is null where that service does not know the asset (yet), or is named in
    `unavailable` because it did not answer in time.
    """

    asset_id: str
    document: Document | None
    asset: Asset | None
    metadata: Metadata | None
    quality: Assessment | None
    unavailable: list[str]


class DeadLetterPage(Page[DeadLetter]):
    """Dead letters of one service after the other; those that did not answer are named."""

    unavailable: list[str]


class ServiceFailedWork(FailedWork):
    service: str


class FailedWorkPage(Page[ServiceFailedWork]):
    """Failed work of one service after the other; those that did not answer are named."""

    unavailable: list[str]
