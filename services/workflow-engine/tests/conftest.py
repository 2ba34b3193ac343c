"""Search and quality as workflow knows them: their contracts, with a hand on the brake."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import FastAPI, Query, Response

from alice_contracts.http.assets import AssetState
from alice_contracts.http.base import Page
from alice_contracts.http.quality import NewReassessment, Reassessment
from alice_contracts.http.search import Document, DocumentQuery, Sort
from alice_contracts.identity import asset_id_of
from alice_contracts.media import MediaKind
from alice_core.pages import bad_cursor
from alice_core.problems import Problem, install_problem_handlers, not_found

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def asset(number: int) -> str:
    return asset_id_of(str(number).encode())


class Brake:
    """Lets so many requests through, then holds the next until it is released."""

    def __init__(self) -> None:
        self.requests = 0
        self.held = Event()
        self._limit: int | None = None
        self._released = Event()

    def hold_after(self, requests: int) -> None:
        self._limit = self.requests + requests
        self.held.clear()
        self._released.clear()

    def release(self) -> None:
        self._limit = None
        self._released.set()

    def meet(self) -> None:
        if self._limit is not None and self.requests >= self._limit:
            self.held.set()
            assert self._released.wait(60), "nobody released the brake"
        self.requests += 1


class FakeService:
    """`refusal` is answered instead of anything else where there is one."""

    def __init__(self) -> None:
        self.refusal: Response | Problem | None = None
        self.app = FastAPI()
        install_problem_handlers(self.app)

    @contextmanager
    def down(self) -> Iterator[None]:
        """As behind a proxy whose service is stopped."""
        self.refusal = Response("no upstream", status_code=502)
        yield
        self.refusal = None

    def answer(self, make: Callable[[], Any]) -> Any:
        if isinstance(self.refusal, Problem):
            raise self.refusal
        return self.refusal or make()


class FakeSearch(FakeService):
    """Finds assets in the order in which they are known."""

    def __init__(self) -> None:
        super().__init__()
        self.assets: list[str] = []
        self.queries: list[DocumentQuery] = []
        self.release = ""
        self.brake = Brake()
        self.app.get("/api/v1/documents", response_model=None)(self._list)

    def knows(self, count: int) -> list[str]:
        self.assets = [asset(number) for number in range(count)]
        return self.assets

    def forget_cursors(self) -> None:
        """Be another release, whose queries have more filters."""
        self.release = "newer-"

    def _list(self, query: Annotated[DocumentQuery, Query()]) -> Any:
        self.brake.meet()
        return self.answer(lambda: self._page(query))

    def _page(self, query: DocumentQuery) -> Page[Document]:
        assert query.sort is Sort.OLDEST
        begin = self._begin(query)
        self.queries.append(query)
        end = begin + query.limit
        items = [_document(asset_id) for asset_id in self.assets[begin:end]]
        return Page(items=items, next=f"{self.release}{end}" if end < len(self.assets) else None)

    def _begin(self, query: DocumentQuery) -> int:
        if query.cursor is None:
            return 0
        if not query.cursor.startswith(self.release):
            raise bad_cursor("it belongs to another query")
        return int(query.cursor.removeprefix(self.release))


@dataclass
class Asked:
    """One reassessment: its assets in the order in which they came, and how many have ended."""

    assets: list[str] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    ended: int = 0
    failed: int = 0
    cancelled: bool = False


class FakeQuality(FakeService):
    """`pace` is how many more have ended at each look; `failing` of them fail."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[UUID, Asked] = {}
        self.pace = 1_000_000
        self.failing: set[str] = set()
        self.handing_over = Brake()
        self.looking = Brake()
        self.looks: Counter[UUID] = Counter()
        route = "/api/v1/reassessments/{request_id}"
        self.app.put(route, response_model=None)(self._reassess)
        self.app.get(route, response_model=None)(self._look)
        self.app.post(f"{route}/cancel", response_model=None)(self._cancel)

    def _reassess(self, request_id: UUID, new: NewReassessment) -> Any:
        """The batch is kept before the brake: a caller that dies waiting does not know it."""

        def keep() -> Reassessment:
            asked = self.asked.setdefault(request_id, Asked())
            asked.calls.append(len(new.asset_ids))
            held = set(asked.assets)
            asked.assets += [asset_id for asset_id in new.asset_ids if asset_id not in held]
            return self._shown(request_id)

        answer = self.answer(keep)
        self.handing_over.meet()
        return answer

    def _look(self, request_id: UUID) -> Any:
        self.looking.meet()

        def look() -> Reassessment:
            self.looks[request_id] += 1
            asked = self._known(request_id)
            if not asked.cancelled:
                asked.ended = min(asked.ended + self.pace, len(asked.assets))
            return self._shown(request_id)

        return self.answer(look)

    def _cancel(self, request_id: UUID) -> Any:
        def cancel() -> Reassessment:
            self._known(request_id).cancelled = True
            return self._shown(request_id)

        return self.answer(cancel)

    def _known(self, request_id: UUID) -> Asked:
        if request_id not in self.asked:
            raise not_found(f"The reassessment {request_id}", "Begin it.")
        return self.asked[request_id]

    def _shown(self, request_id: UUID) -> Reassessment:
        asked = self.asked[request_id]
        failed = len(self.failing & set(asked.assets[: asked.ended]))
        return Reassessment(
            id=request_id,
            total=len(asked.assets),
            done=asked.ended - failed,
            failed=failed,
            unknown=0,
            cancelled=asked.cancelled,
        )


def _document(asset_id: str) -> Document:
    empty: dict[str, Any] = dict.fromkeys(Document.model_fields)
    lists: dict[str, Any] = {
        name: [] for name in ("locations", "renditions", "loras", "tags", "reasons")
    }
    told = {
        "asset_id": asset_id,
        "state": AssetState.PROCESSED,
        "mime": "image/png",
        "kind": MediaKind.IMAGE,
        "format": "png",
        "size": 10,
        "created_at": NOON,
        "discovered_at": NOON,
    }
    return Document.model_validate({**empty, **lists, **told})


@pytest.fixture
def search() -> FakeSearch:
    return FakeSearch()


@pytest.fixture
def quality() -> FakeQuality:
    return FakeQuality()
