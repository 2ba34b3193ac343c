"""The door's API as the commands use it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from alice_cli.connection import Connection
from alice_contracts.clients.routes import query, route
from alice_contracts.http.assets import (
    Library,
    NewLibrary,
    NewScan,
    Offer,
    OfferAnswer,
    OfferedFile,
    Scan,
    ScanOutcome,
    Upload,
)
from alice_contracts.http.base import Page
from alice_contracts.http.door import AssetView, DeadLetterPage, FailedWorkPage
from alice_contracts.http.operations import PlatformStatus
from alice_contracts.http.search import (
    Document,
    DocumentQuery,
    FacetQuery,
    Facets,
    FoundDocument,
    Lookup,
    LookupAnswer,
    Rebuild,
)
from alice_contracts.http.workflow import NewRun, Run, RunState, Workflow

PageT = TypeVar("PageT", bound=Page[Any])


class Door(Connection):
    def libraries(self) -> list[Library]:
        return self.ask(list[Library], "GET", route("libraries"))

    def add_library(self, library: NewLibrary) -> Library:
        return self.ask(Library, "POST", route("libraries"), body=library)

    def remove_library(self, name: str) -> None:
        self.tell("DELETE", route("libraries", name))

    def start_scan(self, library: str, scan: NewScan) -> Scan:
        return self.ask(Scan, "POST", route("libraries", library, "scans"), body=scan)

    def scan(self, scan_id: UUID) -> Scan:
        return self.ask(Scan, "GET", route("scans", str(scan_id)))

    def scan_outcomes(self, scan_id: UUID) -> Iterator[ScanOutcome]:
        url = route("scans", str(scan_id), "outcomes")
        pages = self._pages(Page[ScanOutcome], url, limit=1000)
        return chain.from_iterable(page.items for page in pages)

    def offer(self, files: Sequence[OfferedFile]) -> OfferAnswer:
        return self.ask(
            OfferAnswer, "POST", route("uploads", "offers"), body=Offer(files=list(files))
        )

    def upload(self, file: OfferedFile, size: int, content: Iterable[bytes]) -> Upload:
        return self.ask(
            Upload,
            "PUT",
            route("uploads", file.asset_id),
            params={"path": file.path, "modified_at": file.modified_at.isoformat()},
            content=content,
            headers={"content-length": str(size)},
        )

    def documents(self, wanted: DocumentQuery) -> Page[Document]:
        return self.ask(Page[Document], "GET", route("assets"), params=query(wanted))

    def facets(self, wanted: FacetQuery) -> Facets:
        return self.ask(Facets, "GET", route("assets", "facets"), params=query(wanted))

    def lookup(self, asset_ids: Sequence[str]) -> list[FoundDocument]:
        body = Lookup(asset_ids=list(asset_ids))
        return self.ask(LookupAnswer, "POST", route("assets", "lookup"), body=body).found

    def asset(self, asset_id: str) -> AssetView:
        return self.ask(AssetView, "GET", route("assets", asset_id))

    def workflows(self) -> list[Workflow]:
        return self.ask(list[Workflow], "GET", route("workflows"))

    def start_run(self, run: NewRun) -> Run:
        return self.ask(Run, "POST", route("runs"), body=run)

    def runs(self, state: RunState | None) -> Iterator[Run]:
        pages = self._pages(Page[Run], route("runs"), state=state)
        return chain.from_iterable(page.items for page in pages)

    def run(self, run_id: UUID) -> Run:
        return self.ask(Run, "GET", route("runs", str(run_id)))

    def cancel_run(self, run_id: UUID) -> Run:
        return self.ask(Run, "POST", route("runs", str(run_id), "cancel"))

    def status(self) -> PlatformStatus:
        return self.ask(PlatformStatus, "GET", route("status"))

    def start_rebuild(self) -> Rebuild:
        return self.ask(Rebuild, "POST", route("rebuilds"))

    def current_rebuild(self) -> Rebuild:
        return self.ask(Rebuild, "GET", route("rebuilds", "current"))

    def dead_letters(self, service: str | None) -> Iterator[DeadLetterPage]:
        return self._pages(DeadLetterPage, route("dead-letters"), service=service)

    def replay_dead_letter(self, service: str, letter_id: str) -> None:
        self.tell("POST", route("dead-letters", service, letter_id, "replay"))

    def drop_dead_letter(self, service: str, letter_id: str) -> None:
        self.tell("DELETE", route("dead-letters", service, letter_id))

    def failed_work(self, service: str | None) -> Iterator[FailedWorkPage]:
        return self._pages(FailedWorkPage, route("failed-work"), service=service)

    def retry_work(self, service: str, queue: str, work_id: str) -> None:
        self.tell("POST", route("failed-work", service, queue, work_id, "retry"))

    def drop_work(self, service: str, queue: str, work_id: str) -> None:
        self.tell("DELETE", route("failed-work", service, queue, work_id))

    def _pages(self, kind: type[PageT], url: str, **params: str | int | None) -> Iterator[PageT]:
        cursor: str | None = None
        while True:
            page = self.ask(kind, "GET", url, params={**params, "cursor": cursor})
            yield page
            if (cursor := page.next) is None:
                return
