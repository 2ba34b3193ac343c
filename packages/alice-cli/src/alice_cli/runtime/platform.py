"""The life of one platform: checked, started in order, watched, ended."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress

from alice_cli.runtime.children import preload
from alice_cli.runtime.home import Home
from alice_cli.runtime.journal import Journal, Observer
from alice_cli.runtime.lock import platform_lock
from alice_cli.runtime.migration import migrate_all
from alice_cli.runtime.parts import ServerPart, ServicePart
from alice_cli.runtime.plan import Plan
from alice_cli.runtime.preflight import require_free_disk, require_free_ports
from alice_cli.runtime.recovery import end_predecessor
from alice_cli.runtime.rotation import rotate
from alice_cli.runtime.services import InstalledService, installed_services
from alice_cli.runtime.settings import RuntimeSettings
from alice_cli.runtime.signals import Signals
from alice_cli.runtime.state import Condition, PartStatus, Phase
from alice_cli.runtime.supervisor import StopRequestedError, Supervisor


def run_platform(settings: RuntimeSettings, observe: Observer) -> None:
    """Run the platform in this process until a signal asks it to stop.

    Raises:
        AlreadyRunningError: when another process runs it.
        PreflightError: before anything was started.
        StartError, ServerError: when a part did not come up; all others are stopped then.
    """
    home = Home(settings.home.absolute())
    home.create()
    with platform_lock(home.lock):
        end_predecessor(home.state)
        installed = installed_services()
        plan = Plan(settings, home, [i.service for i in installed], dict(os.environ))
        require_free_ports(plan.ports)
        require_free_disk(home.root, settings.min_free_disk)
        _Platform(plan, installed, Journal(home.state, settings.url, observe)).run()


class _Platform:
    def __init__(self, plan: Plan, installed: Sequence[InstalledService], journal: Journal) -> None:
        self._plan = plan
        self._installed = installed
        self._journal = journal
        self._supervisor = Supervisor(journal, Signals())

    def run(self) -> None:
        self._journal.expect(*self._expected())
        try:
            with suppress(StopRequestedError):
                self._start()
                self._journal.enter(Phase.READY)
                self._supervisor.watch(self._rotate_logs)
        finally:
            self._journal.enter(Phase.STOPPING)
            self._supervisor.stop()

    def _start(self) -> None:
        self._supervisor.start(self._servers())
        # The servers need as long as the import, so both happen at once.
        preload(self._installed)
        self._supervisor.wait_ready()
        if self._plan.postgres:
            asyncio.run(self._plan.postgres.provision(self._plan.databases))
        migrate_all(self._plan, self._installed, self._supervisor.pause)
        self._supervisor.start(self._services())
        self._supervisor.wait_ready()

    def _expected(self) -> list[PartStatus]:
        ports = self._plan.ports
        external = [
            PartStatus(name=name, condition=Condition.EXTERNAL)
            for name in ("postgres", "valkey")
            if name not in ports
        ]
        return external + [PartStatus(name=name, port=port) for name, port in ports.items()]

    def _servers(self) -> list[ServerPart]:
        home = self._plan.home
        servers = {"postgres": self._plan.postgres, "valkey": self._plan.valkey}
        return [
            ServerPart(name, server, home.log(name)) for name, server in servers.items() if server
        ]

    def _services(self) -> list[ServicePart]:
        return [
            ServicePart(
                installed,
                self._plan.ports[installed.service.short],
                self._plan.environment(installed.service),
                self._plan.home.log(installed.service.short),
            )
            for installed in self._installed
        ]

    def _rotate_logs(self) -> None:
        rotate(self._plan.home.logs.glob("*.log"))
