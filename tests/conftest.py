"""Whole platforms, worked with as a person does: by the installed `alice` command."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from alice_cli.runtime.preflight import PreflightError, require_free_ports
from alice_cli.runtime.state import PlatformState, last_state, running_state
from alice_contracts.services import SERVICES
from alice_core.testing import free_port

ALICE = Path(sys.executable).with_name("alice")
PORTS = 12
COMMAND_TIMEOUT = 150


class Platform:
    """One home, the commands that work on it, and a look behind the door."""

    def __init__(self, directory: Path) -> None:
        self.home = directory / "home"
        self.port = _free_base_port()
        self.environ = {
            **os.environ,
            "ALICE_HOME": str(self.home),
            "ALICE_PORT": str(self.port),
            "ALICE_MIN_FREE_DISK": "1MB",
        }

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """Begin a command that the test goes on beside."""
        return subprocess.Popen(
            [ALICE, *arguments],
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def alice(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [ALICE, *arguments],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=COMMAND_TIMEOUT,
            check=False,
        )

    def json(self, *arguments: str | Path):
        """What a command that succeeds prints with `--json`."""
        done = self.alice(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def up(self) -> None:
        self.json("up", "--detach")

    def documents(self, *filters: str) -> dict[str, dict]:
        """Everything that can be found, by asset id."""
        found = self.json("search", "--all", *filters)
        documents = {document["asset_id"]: document for document in found}
        assert len(documents) == len(found)
        return documents

    def request(self, method: str, path: str, **options) -> httpx.Response:
        """Ask the door."""
        token = (self.home / "secrets" / "token").read_text().strip()
        headers = {"authorization": f"Bearer {token}", **options.pop("headers", {})}
        url = f"http://127.0.0.1:{self.port}{path}"
        return httpx.request(method, url, headers=headers, **options)

    def requests(self, method: str, route: str) -> float:
        """How many requests of a kind the door has answered."""
        families = text_string_to_metric_families(self.request("GET", "/metrics").text)
        return sum(
            sample.value
            for family in families
            for sample in family.samples
            if sample.name == "requests_total"
            and (sample.labels["method"], sample.labels["route"]) == (method, route)
        )

    def rows(self, service: str, statement: str) -> list[tuple]:
        """Ask a service's database; raises psycopg.OperationalError while it is down."""
        password = (self.home / "secrets" / f"postgres-{service}").read_text().strip()
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port + 10,
            user=SERVICES[service].owner,
            password=password,
            dbname=SERVICES[service].database,
        ) as connection:
            return connection.execute(statement).fetchall()

    def is_at_rest(self) -> bool:
        """Nothing waits or is under way anywhere; False while parts are away."""
        answer = self.request("GET", "/api/v1/status")
        if answer.is_error:
            return False
        status = answer.json()
        return not status["unavailable"] and all(map(_rests, status["services"]))

    def state(self) -> PlatformState:
        state = running_state(self.home / "run" / "state.json")
        assert state is not None
        return state

    def process(self, part: str) -> psutil.Process:
        """The process of a part; an AssertionError while there is none."""
        identity = self.state().part(part).process
        process = identity.process() if identity else None
        assert process is not None
        return process

    def kill(self, part: str) -> None:
        self.process(part).kill()

    def kill_whole(self) -> None:
        """Crash the supervisor; its children follow it."""
        os.kill(self.state().supervisor.pid, signal.SIGKILL)

    def alive(self) -> list[psutil.Process]:
        """All processes of the state that was written last."""
        state = last_state(self.home / "run" / "state.json")
        if state is None:
            return []
        known = [state.supervisor, *(part.process for part in state.parts if part.process)]
        return [process for identity in known if (process := identity.process())]

    def down(self) -> None:
        done = self.alice("down")
        assert done.returncode == 0, done.stderr
        assert self.alive() == []


def _rests(service) -> bool:
    return (
        service["outbox"]["waiting"] == 0
        and all(group["lag"] == group["pending"] == 0 for group in service["groups"])
        and all((queue["waiting"], queue["leased"]) == (0, 0) for queue in service["work"])
    )


def _free_base_port() -> int:
    while True:
        base = free_port()
        try:
            require_free_ports({str(port): port for port in range(base, base + PORTS)})
        except PreflightError:
            continue
        return base


@pytest.fixture(scope="session")
def platform(servers_dir):
    """A platform that all tests share, for none to kill; each brings content of its own."""
    shared = Platform(servers_dir)
    shared.up()
    yield shared
    shared.down()


@pytest.fixture
def own_platform(own_server_dir):
    """A platform of the test's own, still to be started, which it may kill."""
    own = Platform(own_server_dir)
    yield own
    own.down()


@pytest.fixture
def folder(tmp_path):
    """A folder for a person's files, under a name that no other test uses."""
    made = tmp_path / tmp_path.name
    made.mkdir()
    return made
