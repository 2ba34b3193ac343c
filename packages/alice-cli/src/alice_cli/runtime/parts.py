"""The parts of a platform, as the supervisor sees them."""

import asyncio
import http.client
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from alice_cli.runtime.children import ServiceProcess, start_child
from alice_cli.runtime.services import InstalledService
from alice_core.embedded.postgres import PostgresServer
from alice_core.embedded.process import ServerProcess
from alice_core.embedded.valkey import ValkeyServer

_PROBE_TIMEOUT = 2


class Process(Protocol):
    """A child that ends when it is asked to, or is killed."""

    @property
    def pid(self) -> int | None: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


class Part(Protocol):
    """Something that is started, watched and started again."""

    name: str
    port: int
    log_path: Path

    def start(self) -> None:
        """Start a process for it."""

    def process(self) -> Process:
        """The process that was started last."""

    def exit_code(self) -> int | None:
        """The exit code, negative for a signal, or None while it runs."""

    def is_ready(self) -> bool:
        """Whether it answers."""


class ServerPart:
    """An embedded server."""

    def __init__(self, name: str, server: PostgresServer | ValkeyServer, log_path: Path) -> None:
        self.name = name
        self.port = server.port
        self.log_path = log_path
        self._server = server
        self._process: ServerProcess

    def start(self) -> None:
        self._process = self._server.start(self.log_path)

    def process(self) -> ServerProcess:
        return self._process

    def exit_code(self) -> int | None:
        return self._process.exit_code()

    def is_ready(self) -> bool:
        return asyncio.run(self._server.answers())


class ServicePart:
    """A service, ready when its `/readyz` says so."""

    def __init__(
        self, installed: InstalledService, port: int, environ: Mapping[str, str], log_path: Path
    ) -> None:
        self.name = installed.service.short
        self.port = port
        self.log_path = log_path
        self._installed = installed
        self._environ = environ
        self._process: ServiceProcess

    def start(self) -> None:
        self._process = start_child(self._installed, "serve", self._environ, self.log_path)

    def process(self) -> ServiceProcess:
        return self._process

    def exit_code(self) -> int | None:
        return self._process.exitcode

    def is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PROBE_TIMEOUT)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
