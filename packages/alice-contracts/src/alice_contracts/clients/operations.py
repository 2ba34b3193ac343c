"""Asking any service how it stands, and for what waits there for a person."""

from alice_contracts.clients.base import ServiceClient
from alice_contracts.clients.routes import operations_route
from alice_contracts.http.base import Page
from alice_contracts.http.operations import DeadLetter, FailedWork, ServiceStatus


class OperationsClient(ServiceClient):
    async def status(self) -> ServiceStatus:
        return await self._ask(ServiceStatus, "GET", operations_route("status"))

    async def dead_letters(self, cursor: str | None) -> Page[DeadLetter]:
        url = operations_route("dead-letters")
        return await self._ask(Page[DeadLetter], "GET", url, params={"cursor": cursor})

    async def replay(self, dead_letter: str) -> None:
        await self._send("POST", operations_route("dead-letters", dead_letter, "replay"))

    async def drop(self, dead_letter: str) -> None:
        await self._send("DELETE", operations_route("dead-letters", dead_letter))

    async def failed_work(self, cursor: str | None) -> Page[FailedWork]:
        url = operations_route("failed-work")
        return await self._ask(Page[FailedWork], "GET", url, params={"cursor": cursor})

    async def retry_work(self, queue: str, work_id: int) -> None:
        url = operations_route("failed-work", queue, str(work_id), "retry")
        await self._send("POST", url)

    async def drop_work(self, queue: str, work_id: int) -> None:
        await self._send("DELETE", operations_route("failed-work", queue, str(work_id)))
