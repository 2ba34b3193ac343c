"""What one platform consists of: which servers, and what each service is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alice_cli.runtime.credentials import secret
from alice_cli.runtime.home import Home
from alice_cli.runtime.settings import (
    RuntimeSettings,
    external_database_url,
    external_redis_url,
)
from alice_contracts.services import INTERFACE, SERVICES, Service
from alice_core.embedded.postgres import PostgresServer
from alice_core.embedded.provisioning import Database
from alice_core.embedded.valkey import BusUser, ValkeyServer
from alice_core.events.acl import acl_rules

# Seconds that a service has to end its work; the supervisor kills it after a little more.
SHUTDOWN_TIMEOUT = 8
# Every service may open two pools' worth of connections, and some directly.
POSTGRES_SETTINGS = {"max_connections": "200"}
# A full bus refuses, and the backlog waits in PostgreSQL.
VALKEY_SETTINGS = {"maxmemory": "1gb"}


@dataclass(frozen=True)
class Plan:
    """Everything that can be known without starting anything."""

    settings: RuntimeSettings
    home: Home
    services: Sequence[Service]
    environ: Mapping[str, str]

    @property
    def databases(self) -> list[Database]:
        """The databases that the embedded PostgreSQL holds."""
        return [self._database(s) for s in self.services if not self._external_database(s)]

    @property
    def postgres(self) -> PostgresServer | None:
        """The embedded PostgreSQL, unless every service has a database elsewhere."""
        if not self.databases:
            return None
        password = self._secret("postgres")
        return PostgresServer(
            self.home.postgres, self.settings.postgres_port, password, POSTGRES_SETTINGS
        )

    @property
    def valkey(self) -> ValkeyServer | None:
        """The embedded Valkey, unless there is a bus elsewhere."""
        if external_redis_url(self.environ):
            return None
        users = [self._bus_user(service) for service in self.services]
        return ValkeyServer(
            self.home.valkey,
            self.settings.valkey_port,
            self._secret("valkey"),
            users,
            VALKEY_SETTINGS,
        )

    @property
    def ports(self) -> dict[str, int]:
        """The ports that the platform needs, by part."""
        ports = {"postgres": self.settings.postgres_port} if self.postgres else {}
        if self.valkey:
            ports["valkey"] = self.settings.valkey_port
        return ports | {s.short: self.settings.service_port(s) for s in self.services}

    def environment(self, service: Service) -> dict[str, str]:
        """The environment of one service: as on Kubernetes, with nobody else's passwords."""
        inherited = {k: v for k, v in self.environ.items() if not k.endswith("_DATABASE_URL")}
        return {
            **inherited,
            **{
                f"{other.short.upper()}_SERVICE_URL": self._service_url(other)
                for other in SERVICES.values()
            },
            "SERVICE_NAME": service.name,
            "INSTANCE_NAME": service.short,
            "DATABASE_URL": self._database_url(service),
            "REDIS_URL": self._redis_url(service),
            "HOST": "127.0.0.1",
            "PORT": str(self.settings.service_port(service)),
            "INTERNAL_TOKEN": self._secret("internal-token"),
            "BLOB_URL": self.home.blobs.as_uri(),
            "ALICE_HOME": str(self.home.root),
            "SHUTDOWN_TIMEOUT": str(SHUTDOWN_TIMEOUT),
            **({"DOOR_TOKEN": self._secret("token")} if service == INTERFACE else {}),
        }

    def _service_url(self, service: Service) -> str:
        return f"http://127.0.0.1:{self.settings.service_port(service)}"

    def _external_database(self, service: Service) -> str | None:
        return external_database_url(self.environ, service)

    def _database_url(self, service: Service) -> str:
        embedded = self._database(service).url(self.settings.postgres_port)
        return self._external_database(service) or embedded

    def _redis_url(self, service: Service) -> str:
        if self.valkey is None:
            return self.environ["REDIS_URL"]
        return self.valkey.url(self._bus_user(service))

    def _database(self, service: Service) -> Database:
        password = self._secret(f"postgres-{service.short}")
        return Database(service.database, service.owner, password)

    def _bus_user(self, service: Service) -> BusUser:
        password = self._secret(f"valkey-{service.short}")
        return BusUser(service.short, password, acl_rules(service))

    def _secret(self, name: str) -> str:
        return secret(self.home.secrets, name)
