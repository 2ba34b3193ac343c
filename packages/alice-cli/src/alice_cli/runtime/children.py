"""Service processes.

On Linux they are forked from the supervisor, which has imported their code, and share its
memory. It must not have used anything with threads: a child has only the thread that forked.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from multiprocessing.context import ForkContext, ForkProcess, SpawnContext, SpawnProcess
from pathlib import Path
from types import ModuleType

from alice_cli.runtime.services import InstalledService
from alice_cli.runtime.signals import restore_signals
from alice_core.embedded.process import end_with_parent

ServiceProcess = ForkProcess | SpawnProcess

# What libraries import only once they work, and so anew in every child.
LATE_IMPORTS = (
    "anyio._backends._asyncio",
    "httpcore",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
)

_CONTEXT: ForkContext | SpawnContext = (
    multiprocessing.get_context("fork")
    if sys.platform == "linux"
    else multiprocessing.get_context("spawn")
)


def preload(installed: Iterable[InstalledService]) -> None:
    """Import what children will need, for them to share.

    A collection of garbage in a child would write to every object, and so part it from its
    parent's memory: what is there by now is left out of all collections to come.
    """
    import alice_core.main  # noqa: F401

    for service in installed:
        service.load()
    for name in LATE_IMPORTS:
        import_module(name)
    gc.collect()
    gc.freeze()


def start_child(
    installed: InstalledService, action: str, environ: Mapping[str, str], log_path: Path
) -> ServiceProcess:
    """Run `serve` or `migrate` of a service in a process of its own."""
    process = _CONTEXT.Process(
        target=_run,
        name=installed.service.short,
        args=(installed, action, dict(environ), log_path, os.getpid()),
    )
    process.start()
    return process


def _run(
    installed: InstalledService,
    action: str,
    environ: Mapping[str, str],
    log_path: Path,
    parent: int,
) -> None:
    _detach(log_path, parent)
    os.environ.clear()
    os.environ.update(environ)
    from alice_core.logs import configure_logging
    from alice_core.main import load_settings, run_migrations, serve

    definition = installed.load()
    settings = load_settings(definition)
    configure_logging(definition.service.short, settings.log_level, settings.log_format)
    if action == "migrate":
        run_migrations(definition, settings)
    else:
        sys.exit(serve(definition, settings))


def _detach(log_path: Path, parent: int) -> None:
    """Leave the supervisor's terminal, handlers and `__main__` behind, but not its life."""
    # A session of its own: Ctrl-C in the terminal reaches the supervisor alone.
    os.setsid()
    restore_signals()
    # Every crash is safe by design, and an orphan has neither database nor bus to say goodbye to.
    end_with_parent(parent, signal.SIGKILL)
    with log_path.open("ab") as log, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    # Worker processes that a service spawns would import the command line otherwise.
    sys.modules["__main__"] = ModuleType("__main__")
