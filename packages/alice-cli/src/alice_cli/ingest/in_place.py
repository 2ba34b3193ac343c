"""Taking in what lies inside a library already: the platform scans it where it is."""

import time
from collections.abc import Sequence
from pathlib import Path

from alice_cli.connection import DoorError
from alice_cli.door import Door
from alice_cli.ingest.files import Refusal
from alice_cli.ingest.patience import Patience, persistently
from alice_cli.ingest.progress import Progress
from alice_cli.ingest.report import Report
from alice_contracts.http.assets import Library, NewScan, Outcome, Scan, ScanOutcome, ScanState

POLL = 0.2
STANDSTILL = 120.0
FINAL = frozenset({ScanState.COMPLETED, ScanState.FAILED})


def library_of(path: Path, libraries: Sequence[Library]) -> Library | None:
    """The innermost library that holds a resolved path."""
    holding = [library for library in libraries if path.is_relative_to(library.path)]
    return max(holding, key=lambda library: len(library.path), default=None)


def scan_in_place(
    door: Door, library: Library, path: Path, report: Report, progress: Progress
) -> None:
    """Scan the folder, or the folder that holds the file, and report each of its files."""
    folder = path if path.is_dir() else path.parent
    below = folder.relative_to(library.path).as_posix()
    scan = door.start_scan(library.name, NewScan(path=None if below == "." else below))
    scan = wait_for_scan(door, scan, progress)
    for outcome, count in scan.counts.items():
        if outcome is not Outcome.REJECTED:
            report.count(outcome, count)
    for item in door.scan_outcomes(scan.id):
        _report_one(item, Path(library.path), report)


def wait_for_scan(door: Door, scan: Scan, progress: Progress) -> Scan:
    """The finished scan; raises DoorError where it fails or stands still."""
    patience = Patience(STANDSTILL)
    while scan.state not in FINAL:
        if patience.ended:
            raise DoorError(
                f"the scan of {scan.library} stands still; `alice status` shows what it waits for"
            )
        time.sleep(POLL)
        before, scan = scan, persistently(door.scan, scan.id)
        if scan != before:
            patience.renew()
        progress.scanned(sum(scan.counts.values()))
    if scan.state is ScanState.FAILED:
        raise DoorError(f"the scan of {scan.library} failed: {scan.error}")
    return scan


def _report_one(item: ScanOutcome, root: Path, report: Report) -> None:
    path = str(root / item.path)
    if item.outcome is Outcome.REJECTED:
        reason = item.reason.value if item.reason else "rejected"
        report.refuse(Refusal(path, reason, item.detail or ""))
    elif item.asset_id and item.outcome is not Outcome.LOST:
        report.expect(item.asset_id, path, item.outcome)
