"""Settings of the one-machine platform."""

import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path
from pydantic import ByteSize, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from alice_contracts.services import INTERFACE, Service

POSTGRES_OFFSET = 10
VALKEY_OFFSET = 11


def default_home() -> Path:
    """A person's data folder; for root `/var/lib`, since PostgreSQL's account must reach it."""
    if os.geteuid() == 0:
        return Path("/var/lib/alicemultiverse")
    return user_data_path("alicemultiverse", appauthor=False)


class RuntimeSettings(BaseSettings):
    """`ALICE_HOME`, `ALICE_PORT` and `ALICE_MIN_FREE_DISK`.

    All ports count from `port`: the services as usual from 8000, PostgreSQL 10 and Valkey 11
    above it, so that several platforms can run side by side.
    """

    model_config = SettingsConfigDict(env_prefix="ALICE_", env_ignore_empty=True, extra="ignore")

    home: Path = Field(default_factory=default_home)
    port: int = Field(default=INTERFACE.port, ge=1, le=65_535 - VALKEY_OFFSET)
    min_free_disk: ByteSize = ByteSize(1024**3)

    def service_port(self, service: Service) -> int:
        """Where a service listens."""
        return self.port + service.port - INTERFACE.port

    @property
    def postgres_port(self) -> int:
        """Where the embedded PostgreSQL listens."""
        return self.port + POSTGRES_OFFSET

    @property
    def valkey_port(self) -> int:
        """Where the embedded Valkey listens."""
        return self.port + VALKEY_OFFSET

    @property
    def url(self) -> str:
        """The address of the door."""
        return f"http://127.0.0.1:{self.service_port(INTERFACE)}"


def database_variable(service: Service) -> str:
    """The variable that replaces a service's embedded database, as `ASSETS_DATABASE_URL`."""
    return f"{service.short.upper()}_DATABASE_URL"


def external_database_url(environ: Mapping[str, str], service: Service) -> str | None:
    """The database that is given for a service, if any."""
    return environ.get(database_variable(service)) or None


def external_redis_url(environ: Mapping[str, str]) -> str | None:
    """The bus that is given in place of the embedded one, if any."""
    return environ.get("REDIS_URL") or None
