"""PostgreSQL on this machine: made once, then started with settings from the command line."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile

import psycopg

from alice_core.embedded.accounts import (
    Account,
    privileges,
    require_reachable,
    service_account,
)
from alice_core.embedded.binaries import postgres_binaries
from alice_core.embedded.errors import ServerError
from alice_core.embedded.process import (
    Command,
    ServerProcess,
    end_left_behind,
)
from alice_core.embedded.provisioning import Database, provision

_SUPERUSER = "postgres"
# A killed server still keeps what was committed: that reached the kernel.
_VOLATILE = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class PostgresServer:
    """One PostgreSQL instance on 127.0.0.1 with password (SCRAM) logins only.

    Without `durable` a power cut may lose data: for tests.
    """

    data_dir: Path
    port: int
    superuser_password: str
    settings: Mapping[str, str] = field(default_factory=dict)
    durable: bool = True

    @property
    def superuser(self) -> Database:
        """The superuser with its maintenance database."""
        return Database("postgres", _SUPERUSER, self.superuser_password)

    def start(self, log_path: Path) -> ServerProcess:
        """Make the data directory if it is missing, and start the server on it.

        Raises:
            ServerError: when the directory cannot be made, with the reason.
        """
        account = service_account(self.data_dir)
        if account is not None:
            require_reachable(self.data_dir, account)
        binaries = postgres_binaries(account, self.data_dir.parent)
        if self.data_dir.exists():
            self._recover()
        else:
            self._initialize(binaries, account)
        return ServerProcess(self._command(binaries, account), log_path)

    async def wait_ready(self, process: ServerProcess, within: float = 30) -> None:
        """Wait until the superuser can connect; recovery after a crash is part of the wait."""
        await process.wait_ready(self.answers, within)

    async def provision(self, databases: Iterable[Database]) -> None:
        """Add missing databases, owners and extensions; see `provisioning.provision`."""
        await provision(self.superuser, self.port, list(databases))

    def _command(self, binaries: Path, account: Account | None) -> Command:
        settings = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            **({} if self.durable else _VOLATILE),
            **self.settings,
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        argv = (str(binaries / "postgres"), "-D", str(self.data_dir), *options)
        # As an orphan it drops connections at once and recovers from its log at the next start.
        return Command("PostgreSQL", argv, signal.SIGINT, signal.SIGQUIT, account)

    def _initialize(self, binaries: Path, account: Account | None) -> None:
        unfinished = self.data_dir.with_name(f"{self.data_dir.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        with NamedTemporaryFile("w") as password_file:
            password_file.write(self.superuser_password)
            password_file.flush()
            if account is not None:
                os.chown(unfinished, account.uid, account.gid)
                os.chown(password_file.name, account.uid, account.gid)
            self._run_initdb(binaries, unfinished, password_file.name, account)
        unfinished.rename(self.data_dir)

    def _run_initdb(
        self, binaries: Path, target: Path, password_file: str, account: Account | None
    ) -> None:
        options = [
            f"--username={_SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        ]
        done = subprocess.run(
            [binaries / "initdb", "-D", target, *options],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **privileges(account),
        )
        if done.returncode != 0:
            raise ServerError(f"PostgreSQL could not prepare {self.data_dir}:\n{done.stderr}")

    def _recover(self) -> None:
        """Clear what a killed predecessor left: processes, and a lock with a recycled pid."""
        end_left_behind("postgres", self.data_dir, signal.SIGQUIT)
        (self.data_dir / "postmaster.pid").unlink(missing_ok=True)

    async def answers(self) -> bool:
        """Whether it is ready for clients."""
        try:
            connection = await psycopg.AsyncConnection.connect(
                self.superuser.url(self.port), connect_timeout=2
            )
        except psycopg.OperationalError:
            return False
        await connection.close()
        return True
