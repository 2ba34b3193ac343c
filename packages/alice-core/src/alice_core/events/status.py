"""How a service's queues stand."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from alice_contracts.http.operations import GroupStatus, OutboxStatus, ServiceStatus, WorkStatus
from alice_contracts.services import Service
from alice_contracts.streams import heard_by, published_by
from alice_core.database import Database
from alice_core.events import metrics
from alice_core.events.bus import Bus
from alice_core.events.dead_letters import count_dead_letters
from alice_core.events.outbox import Outbox
from alice_core.events.trimming import unacknowledged
from alice_core.work.queue import WorkQueue


async def queue_status(
    database: Database, bus: Bus, service: Service, queues: Sequence[WorkQueue[Any]]
) -> ServiceStatus:
    """What the database and the bus tell; what belongs to one that is down stays empty.

    The gauges of events and work are set by the way, so they are as fresh as the last asking.
    """
    empty = ServiceStatus(
        service=service.short,
        database=False,
        bus=False,
        outbox=None,
        groups=[],
        work=[],
        dead_letters=None,
    )
    told = await _ask_database(database, service, queues) | await _ask_bus(bus, service)
    status = empty.model_copy(update=told)
    _measure(status)
    return status


async def _ask_database(
    database: Database, service: Service, queues: Sequence[WorkQueue[Any]]
) -> dict[str, Any]:
    outbox = Outbox(service)
    try:
        async with database.reader() as session:
            waiting, oldest = await outbox.size(session), await outbox.oldest(session)
            depths = [(queue.name, await queue.depth(session)) for queue in queues]
    except (SQLAlchemyError, OSError):
        return {"database": False}
    return {
        "database": True,
        "outbox": OutboxStatus(waiting=waiting, oldest_seconds=_age(oldest)),
        "work": [
            WorkStatus(
                queue=name,
                waiting=depth.waiting,
                leased=depth.leased,
                failed=depth.failed,
                oldest_seconds=_age(depth.oldest),
            )
            for name, depth in depths
        ],
    }


async def _ask_bus(bus: Bus, service: Service) -> dict[str, Any]:
    try:
        groups = [
            GroupStatus(stream=stream.name, lag=group.lag, pending=group.pending)
            for stream in heard_by(service)
            for group in await bus.groups(stream.name)
            if group.name == bus.group
        ]
        dead = await count_dead_letters(bus, service)
        for stream in published_by(service):
            metrics.STREAM_UNACKNOWLEDGED.labels(service.short, stream.name).set(
                await unacknowledged(bus, stream.name)
            )
    except RedisError:
        return {"bus": False}
    return {"bus": True, "groups": groups, "dead_letters": dead}


def _measure(status: ServiceStatus) -> None:
    """Keep the gauges; those of a part that is down stay as they were."""
    if status.outbox:
        metrics.OUTBOX_PENDING.labels(status.service).set(status.outbox.waiting)
        metrics.OUTBOX_OLDEST_AGE.labels(status.service).set(status.outbox.oldest_seconds or 0)
    if status.dead_letters is not None:
        metrics.DEAD_LETTERS.labels(status.service).set(status.dead_letters)
    for group in status.groups:
        metrics.STREAM_LAG.labels(status.service, group.stream).set(group.lag or 0)
        metrics.STREAM_PENDING.labels(status.service, group.stream).set(group.pending)
    for queue in status.work:
        metrics.WORK_WAITING.labels(status.service, queue.queue).set(queue.waiting)
        metrics.WORK_FAILED.labels(status.service, queue.queue).set(queue.failed)


def _age(since: datetime | None) -> float | None:
    return (datetime.now(UTC) - since).total_seconds() if since else None
