"""Brings all databases to head at once, each in a process of its service."""

from collections.abc import Callable, Sequence
from multiprocessing.process import BaseProcess

from alice_cli.runtime.children import start_child
from alice_cli.runtime.plan import Plan
from alice_cli.runtime.services import InstalledService
from alice_cli.runtime.watched import StartError, exit_text, explain


def migrate_all(
    plan: Plan, installed: Sequence[InstalledService], pause: Callable[[], None]
) -> None:
    """Migrate every service's database, calling `pause` while they work.

    Each migration bounds its own time.

    Raises:
        StartError: when one failed, with the end of its log.
    """
    running = [_start(plan, service) for service in installed]
    try:
        while any(process.exitcode is None for process in running):
            pause()
    finally:
        for process in running:
            process.kill()
    for process in running:
        if process.exitcode:
            problem = f"could not migrate its database ({exit_text(process.exitcode)})"
            raise StartError(explain(process.name, problem, plan.home.log(process.name)))


def _start(plan: Plan, installed: InstalledService) -> BaseProcess:
    service = installed.service
    environ = plan.environment(service)
    return start_child(installed, "migrate", environ, plan.home.log(service.short))
