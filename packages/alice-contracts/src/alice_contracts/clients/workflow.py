"""Asking workflow: what it can do, and its runs."""

from uuid import UUID

from alice_contracts.clients.base import ServiceClient
from alice_contracts.clients.routes import route
from alice_contracts.http.base import Page
from alice_contracts.http.workflow import NewRun, Run, RunState, Workflow


class WorkflowClient(ServiceClient):
    async def workflows(self) -> list[Workflow]:
        return await self._ask(list[Workflow], "GET", route("workflows"))

    async def start_run(self, run: NewRun) -> Run:
        return await self._ask(Run, "POST", route("runs"), body=run)

    async def runs(self, state: RunState | None, cursor: str | None, limit: int) -> Page[Run]:
        params = {"state": state, "cursor": cursor, "limit": limit}
        return await self._ask(Page[Run], "GET", route("runs"), params=params)

    async def run(self, run_id: UUID) -> Run:
        return await self._ask(Run, "GET", route("runs", str(run_id)))

    async def cancel_run(self, run_id: UUID) -> Run:
        """Ask a run to end; one that has ended stays as it is."""
        return await self._ask(Run, "POST", route("runs", str(run_id), "cancel"))
