"""Platforms of small services, run by the installed `alice` command."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from alice_cli.runtime.preflight import PreflightError, require_free_ports
from alice_cli.runtime.state import PlatformState, last_state, running_state
from alice_contracts.services import SERVICES
from alice_core.testing import free_port

HERE = Path(__file__).parent
FAKES = {"assets": "fake_platform.services:assets", "interface": "fake_platform.services:interface"}


class LocalPlatform:
    """One home with the command that works on it."""

    def __init__(self, directory: Path) -> None:
        self.home = directory / "home"
        self.port = _free_base_port()
        self.site = directory / "site"
        self.environ = {
            "ALICE_HOME": str(self.home),
            "ALICE_PORT": str(self.port),
            "ALICE_MIN_FREE_DISK": "1MB",
            "PYTHONPATH": f"{self.site}{os.pathsep}{HERE}",
        }
        self.install(FAKES)

    def install(self, services: dict[str, str]) -> None:
        """Make these the only services that are found."""
        lines = ["[alice.services]", *(f"{name} = {value}" for name, value in services.items())]
        _write_distribution(self.site, "fake-platform", "\n".join(lines))
        for entry in importlib.metadata.entry_points(group="alice.services"):
            _write_distribution(self.site, entry.dist.name, "")

    def command(self, *arguments: str) -> list[str]:
        return [str(Path(sys.executable).with_name("alice")), *arguments]

    def alice(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            self.command(*arguments),
            env={**os.environ, **self.environ, **environ},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def foreground(self, *arguments: str, **options) -> subprocess.Popen[bytes]:
        """Start it as a person does, without `--detach`."""
        environ = {**os.environ, **self.environ}
        return subprocess.Popen(self.command("up", *arguments), env=environ, **options)

    def request(self, method: str, service: str, path: str) -> httpx.Response:
        """Ask an inner service."""
        token = (self.home / "secrets" / "internal-token").read_text().strip()
        port = self.port + SERVICES[service].port - 8000
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.request(method, f"http://127.0.0.1:{port}{path}", headers=headers)

    def is_ready(self, service: str) -> bool:
        return self.request("GET", service, "/readyz").is_success

    def up(self, **environ: str) -> PlatformState:
        """Start it in the background."""
        done = self.alice("up", "--detach", "--json", **environ)
        assert done.returncode == 0, done.stderr
        return PlatformState.model_validate(json.loads(done.stdout))

    def state(self) -> PlatformState | None:
        return running_state(self.home / "run" / "state.json")

    def alive(self) -> list[psutil.Process]:
        """All processes of the state that was written last."""
        state = last_state(self.home / "run" / "state.json")
        if state is None:
            return []
        known = [state.supervisor, *(part.process for part in state.parts if part.process)]
        return [process for identity in known if (process := identity.process())]


def _write_distribution(site: Path, name: str, entry_points: str) -> None:
    folder = site / f"{name.replace('-', '_')}-0.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n")
    (folder / "entry_points.txt").write_text(entry_points)


def _free_base_port() -> int:
    while True:
        base = free_port()
        try:
            require_free_ports({str(port): port for port in range(base, base + 12)})
        except PreflightError:
            continue
        return base


@pytest.fixture
def platform(own_server_dir):
    """A platform that is stopped after the test."""
    local = LocalPlatform(own_server_dir)
    yield local
    assert local.alice("down").returncode == 0
    assert local.alive() == []
