"""Servers for tests, which a test may also kill and start again."""

import random
import shutil
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from alice_core.embedded.postgres import PostgresServer
from alice_core.embedded.valkey import BusUser, ValkeyServer

if TYPE_CHECKING:
    from alice_core.embedded.process import ServerProcess

ServerT = TypeVar("ServerT", PostgresServer, ValkeyServer)

# Below the range from which the kernel gives ports to outgoing connections.
_PORTS = range(20_000, 32_000)
_PASSWORD = "test"  # noqa: S105
# A client that goes away while it logs in holds up the dropping of its database for so long.
_POSTGRES_SETTINGS = {"authentication_timeout": "5s"}


class RunningServer(Generic[ServerT]):
    """A server with its process."""

    def __init__(self, server: ServerT, log_path: Path) -> None:
        self.server: ServerT = server
        self._log_path = log_path
        self.process: ServerProcess

    async def start(self) -> None:
        """Start the server on its data, and wait until it answers."""
        self.process = self.server.start(self._log_path)
        await self.server.wait_ready(self.process)

    def stop(self) -> None:
        """End it in order."""
        self.process.stop()

    def kill(self) -> None:
        """Crash it."""
        self.process.kill()


def new_postgres(directory: Path) -> RunningServer[PostgresServer]:
    """A PostgreSQL on a free port with its data below `directory`, still to be started."""
    server = PostgresServer(
        directory / "postgres", free_port(), _PASSWORD, _POSTGRES_SETTINGS, durable=False
    )
    return RunningServer(server, directory / "postgres.log")


def new_valkey(directory: Path, users: Sequence[BusUser] = ()) -> RunningServer[ValkeyServer]:
    """A Valkey on a free port with its data below `directory`, still to be started."""
    server = ValkeyServer(directory / "valkey", free_port(), _PASSWORD, users)
    return RunningServer(server, directory / "valkey.log")


@contextmanager
def server_directory() -> Iterator[Path]:
    """A temporary directory that PostgreSQL's account can come to, unlike pytest's `tmp_path`."""
    directory = Path(tempfile.mkdtemp(prefix="alice-test-"))
    directory.chmod(0o711)
    try:
        yield directory
    finally:
        shutil.rmtree(directory)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses."""
    for _ in _PORTS:
        port = random.choice(_PORTS)  # noqa: S311
        if _is_free(port):
            return port
    raise OSError(f"no free port in {_PORTS}")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
