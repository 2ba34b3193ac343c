"""Reading a selection into the run's own list, which then stays what it is."""

from functools import partial
from uuid import UUID

from alice_contracts.clients.errors import ServiceProblemError
from alice_contracts.clients.search import SearchClient
from alice_contracts.http.base import Page
from alice_contracts.http.search import Document, DocumentQuery, Sort
from alice_core.database import Database
from alice_core.problems import TYPE_PREFIX
from workflow_engine.patience import Patience
from workflow_engine.runs import changes, repository
from workflow_engine.runs.journal import Journal
from workflow_engine.runs.record import RunRecord

PAGE = 1000
BAD_CURSOR = TYPE_PREFIX + "bad-cursor"


class Selecting:
    def __init__(
        self, database: Database, journal: Journal, patience: Patience, search: SearchClient
    ) -> None:
        self._database = database
        self._journal = journal
        self._patience = patience
        self._search = search

    async def read(self, run_id: UUID) -> int:
        """How many assets the run selects; its list holds them afterwards.

        Each page is kept together with the cursor of the next, so that a run that was cut off
        goes on from its list. The oldest come first: what is taken in meanwhile comes last.
        """
        while (run := await self._journal.living(run_id)).total is None:
            page = await self._patience.ask_for(run_id, partial(self._page, run))
            await self._keep(run_id, page)
        return run.total

    async def _page(self, run: RunRecord) -> Page[Document]:
        """The next page, or the first where another release of search does not know the cursor.

        What the run's list holds already is not added to it again.
        """
        wanted = DocumentQuery(**run.selection.model_dump(), sort=Sort.OLDEST, limit=PAGE)
        try:
            return await self._search.documents(
                wanted.model_copy(update={"cursor": run.search_cursor})
            )
        except ServiceProblemError as error:
            if run.search_cursor is None or error.problem.type != BAD_CURSOR:
                raise
        return await self._search.documents(wanted)

    async def _keep(self, run_id: UUID, page: Page[Document]) -> None:
        async with self._database.transaction() as session:
            await repository.add_selected(session, run_id, [item.asset_id for item in page.items])
            if page.next is not None:
                await repository.update(session, run_id, {"search_cursor": page.next})
                return
            total = await repository.count_selected(session, run_id)
            await self._journal.write_in(session, run_id, changes.select("select", total))
