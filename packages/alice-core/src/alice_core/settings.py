"""What every service is told by its environment."""

import socket
from typing import Annotated

from pydantic import Field, HttpUrl, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

from alice_contracts.services import Service


def service_url(service: Service) -> HttpUrl:
    """Where another service is asked unless a setting says otherwise: on this machine."""
    return HttpUrl(f"http://127.0.0.1:{service.port}")


class ServiceSettings(BaseSettings):
    """Settings that all services share; each may add its own in a subclass.

    `database_url` is always the primary; queries use `database_pool_url` when it is set.
    """

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    service_name: str
    database_url: SecretStr
    database_pool_url: SecretStr | None = None
    database_pool_size: int = Field(default=5, ge=1)
    redis_url: SecretStr

    host: str = "127.0.0.1"
    port: int | None = None
    internal_token: SecretStr
    instance_name: str = Field(default_factory=socket.gethostname)

    log_level: Annotated[str, StringConstraints(to_upper=True)] = "INFO"
    log_format: Annotated[str, StringConstraints(pattern="^(json|text)$")] = "json"

    migration_timeout: float = Field(default=120.0, gt=0, description="seconds")
    shutdown_timeout: float = Field(default=30.0, gt=0, description="seconds")
    outbox_limit: int = Field(default=500_000, gt=0, description="unacknowledged entries")
    claim_idle: float = Field(default=30.0, gt=0, description="seconds")
