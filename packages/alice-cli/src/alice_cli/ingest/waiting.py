"""Waiting until all that was taken can be found by search."""

import time
from collections.abc import Iterator, Sequence

from alice_cli.door import Door
from alice_cli.ingest.patience import Patience, persistently
from alice_cli.ingest.progress import Progress
from alice_cli.ingest.report import Report
from alice_contracts.http.assets import MAX_BATCH, AssetState
from alice_contracts.http.operations import PlatformStatus
from alice_contracts.http.search import FoundDocument
from alice_contracts.services import ASSETS, SEARCH

BETWEEN = frozenset({ASSETS.short, SEARCH.short})
POLL = 0.2
STANDSTILL = 30.0


def wait_until_found(door: Door, report: Report, progress: Progress) -> None:
    """Asks until each content is processed or rejected, or nothing moves and no work waits."""
    pending = dict.fromkeys(report.taken)
    patience = Patience(STANDSTILL)
    while pending:
        began = time.monotonic()
        for document in _settled(door, list(pending)):
            del pending[document.asset_id]
            report.settled += 1
            if document.rejection:
                report.reject(document.asset_id, document.rejection)
            patience.renew()
        progress.settled(report.settled, len(report.taken))
        if patience.ended:
            if not _works(persistently(door.status)):
                return
            patience.renew()
        if pending:
            # Many pending contents make a round long; asking stays the smaller part of it.
            time.sleep(max(POLL, 4 * (time.monotonic() - began)))


def _settled(door: Door, asset_ids: Sequence[str]) -> Iterator[FoundDocument]:
    for start in range(0, len(asset_ids), MAX_BATCH):
        batch = asset_ids[start : start + MAX_BATCH]
        for document in persistently(door.lookup, batch):
            if document.state is not AssetState.DISCOVERED:
                yield document


def _works(status: PlatformStatus) -> bool:
    """Whether something between a file and its document is still on its way."""
    return any(
        (service.outbox and service.outbox.waiting)
        or any(group.lag or group.pending for group in service.groups)
        or any(work.waiting or work.leased for work in service.work)
        for service in status.services
        if service.service in BETWEEN
    )
