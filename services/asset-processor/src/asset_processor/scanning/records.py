"""What scans did, for those who ask."""

from uuid import UUID

from alice_contracts.http.assets import Outcome, Scan, ScanOutcome, ScanState
from alice_contracts.http.base import Page
from alice_contracts.media import RejectReason
from alice_core.database import Database
from alice_core.pages import decode_cursor, encode_cursor
from alice_core.problems import not_found
from asset_processor.libraries import repository as libraries
from asset_processor.scanning import repository


class ScanRecords:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, scan_id: UUID) -> Scan:
        async with self._database.reader() as session:
            row = await repository.get_scan(session, scan_id)
            library = await libraries.by_id(session, row.library_id) if row else None
        if row is None or library is None:
            raise not_found(f"The scan {scan_id}", "Only the newest scans of a library are kept.")
        return Scan(
            id=row.id,
            library=library.name,
            state=ScanState(row.state),
            counts=row.counts,
            error=row.error,
            started_at=row.started_at,
            finished_at=row.finished_at,
        )

    async def outcomes(
        self, scan_id: UUID, outcome: Outcome | None, cursor: str | None, limit: int
    ) -> Page[ScanOutcome]:
        """Files that were not simply unchanged or passed over, in the order they were met."""
        query = {"scan": scan_id, "outcome": outcome}
        after = decode_cursor(query, cursor)[0] if cursor else 0
        async with self._database.reader() as session:
            rows = await repository.outcomes_page(session, scan_id, outcome, after, limit)
        items = [
            ScanOutcome(
                path=row.path,
                outcome=Outcome(row.outcome),
                asset_id=row.asset_id,
                reason=RejectReason(row.reason) if row.reason else None,
                detail=row.detail,
            )
            for row in rows
        ]
        more = encode_cursor(query, [rows[-1].id]) if len(rows) == limit else None
        return Page(items=items, next=more)
