"""How the platform stands."""

import asyncio

from alice_contracts.clients.errors import ServiceError
from alice_contracts.http.operations import PlatformStatus, ServiceStatus
from alice_contracts.services import INTERFACE
from alice_core.health import Standing
from alice_interface.api.resource import Inner, resource_router
from alice_interface.inner import attempt

router = resource_router("operations")


@router.get("/status")
async def get_status(inner: Inner, own: Standing) -> PlatformStatus:
    """Queues, work and dead letters of every service that answers in time."""
    answers = await asyncio.gather(
        attempt(INTERFACE, own.make()),
        *(attempt(client.service, client.status()) for client in inner.operations),
    )
    return PlatformStatus(
        services=[answer for answer in answers if isinstance(answer, ServiceStatus)],
        unavailable=[
            answer.service.short for answer in answers if isinstance(answer, ServiceError)
        ],
    )
