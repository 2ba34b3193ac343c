"""`/healthz`, `/readyz` and `/metrics`."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from alice_contracts.http.operations import ServiceStatus
from alice_contracts.services import Service
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.events.errors import BusUnavailableError
from alice_core.events.status import queue_status
from alice_core.metrics import BUS_UP, POOL_CONNECTIONS
from alice_core.service import provided
from alice_core.work.queue import WorkQueue

router = APIRouter(tags=["health"])


class Report:
    """Asks a service's database and bus how they are."""

    def __init__(
        self, database: Database, bus: Bus, service: Service, queues: Sequence[WorkQueue[Any]]
    ) -> None:
        self._database = database
        self._bus = bus
        self._service = service
        self._queues = queues

    async def database_answers(self) -> bool:
        try:
            await self._database.ping()
        except (SQLAlchemyError, OSError):
            return False
        return True

    async def bus_answers(self) -> bool:
        try:
            await self._bus.ping()
        except BusUnavailableError:
            return False
        return True

    async def make(self) -> ServiceStatus:
        """How the queues stand; keeps the gauges by the way."""
        status = await queue_status(self._database, self._bus, self._service, self._queues)
        used, idle = self._database.connections()
        BUS_UP.labels(self._service.short).set(status.bus)
        POOL_CONNECTIONS.labels(self._service.short, "used").set(used)
        POOL_CONNECTIONS.labels(self._service.short, "idle").set(idle)
        return status


Standing = Annotated[Report, provided(Report)]


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(response: Response, report: Standing) -> dict[str, Any]:
    """The service's own database answers; the bus is told, but does not decide."""
    database = await report.database_answers()
    response.status_code = 200 if database else 503
    return {
        "status": "ok" if database else "unavailable",
        "database": database,
        "bus": await report.bus_answers(),
    }


@router.get("/metrics", include_in_schema=False)
async def metrics(report: Standing) -> Response:
    await report.make()
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
