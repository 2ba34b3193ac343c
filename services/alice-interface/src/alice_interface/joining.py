"""One asset from the answers of those who know something of it."""

from typing import TypeVar

from alice_contracts.clients.errors import ServiceError, ServiceProblemError
from alice_contracts.http.assets import Asset
from alice_contracts.http.door import AssetView
from alice_contracts.http.metadata import Metadata
from alice_contracts.http.quality import Assessment
from alice_contracts.http.search import Document

PartT = TypeVar("PartT", Document, Asset, Metadata, Assessment)


def joined(
    asset_id: str,
    document: Document | ServiceError,
    asset: Asset | ServiceError,
    metadata: Metadata | ServiceError,
    quality: Assessment | ServiceError,
) -> AssetView:
    """The owner's refusal is the answer's; the others may not have heard of the asset yet.

    Raises:
        ServiceError: assets refuses, or fails where nobody else knows the asset.
    """
    parts = (document, asset, metadata, quality)
    silent = [part for part in parts if isinstance(part, ServiceError)]
    if isinstance(asset, ServiceError) and (_refuses(asset) or len(silent) == len(parts)):
        raise asset
    return AssetView(
        asset_id=asset_id,
        document=_known(document),
        asset=_known(asset),
        metadata=_known(metadata),
        quality=_known(quality),
        unavailable=[part.service.short for part in silent if not _is_unknown_to(part)],
    )


def _known(part: PartT | ServiceError) -> PartT | None:
    return None if isinstance(part, ServiceError) else part


def _refuses(error: ServiceError) -> bool:
    return isinstance(error, ServiceProblemError) and error.problem.status < 500


def _is_unknown_to(error: ServiceError) -> bool:
    return isinstance(error, ServiceProblemError) and error.problem.status == 404
