"""How a service stands: queues, work, dead letters; the same for every service."""

from pydantic import AwareDatetime

from alice_contracts.http.base import Model


class OutboxStatus(Model):
    waiting: int
    oldest_seconds: float | None


class GroupStatus(Model):
    """One stream as this service hears it; `lag` is null where the server cannot tell."""

    stream: str
    lag: int | None
    pending: int


class WorkStatus(Model):
    queue: str
    waiting: int
    leased: int
    failed: int
    oldest_seconds: float | None


class ServiceStatus(Model):
    service: str
    database: bool
    bus: bool
    outbox: OutboxStatus | None
    groups: list[GroupStatus]
    work: list[WorkStatus]
    dead_letters: int | None


class DeadLetter(Model):
    """An event that could not be folded, with what was wrong."""

    id: str
    service: str
    stream: str
    type: str | None
    subject: str | None
    error: str
    deliveries: int
    died_at: AwareDatetime
    event: str


class FailedWork(Model):
    """Work that failed too often and waits for a person."""

    id: int
    queue: str
    key: str
    attempts: int
    error: str
    failed_at: AwareDatetime


class PlatformStatus(Model):
    """What the door knows of all services; one that did not answer is in `unavailable`."""

    services: list[ServiceStatus]
    unavailable: list[str]
