"""`python -m <service>` serves; `python -m <service> migrate` brings its database to head."""

import sys
from collections.abc import Mapping

import uvicorn

from alice_core.app import create_app
from alice_core.logs import configure_logging
from alice_core.migrations import migrate
from alice_core.service import ServiceDefinition
from alice_core.settings import ServiceSettings

USAGE = "usage: python -m {package} [serve|migrate]"


def main(definition: ServiceDefinition) -> None:
    """The process of one service; exits 1 when a part of it failed, 2 on wrong usage."""
    command = sys.argv[1] if len(sys.argv) > 1 else "serve"
    if command not in {"serve", "migrate"}:
        sys.exit(USAGE.format(package=definition.package))
    settings = load_settings(definition)
    configure_logging(definition.service.short, settings.log_level, settings.log_format)
    if command == "migrate":
        run_migrations(definition, settings)
    else:
        sys.exit(serve(definition, settings))


def load_settings(
    definition: ServiceDefinition, values: Mapping[str, str] | None = None
) -> ServiceSettings:
    """Settings from the environment, or from `values` alone where they are given."""
    if values is None:
        return definition.settings()
    return definition.settings(_env_file=None, **values)  # type: ignore[arg-type]


def run_migrations(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    url = settings.database_url.get_secret_value()
    migrate(
        definition.package,
        url,
        timeout=settings.migration_timeout,
        extensions=definition.extensions,
    )
    if definition.prepare:
        definition.prepare(url)


def serve(definition: ServiceDefinition, settings: ServiceSettings) -> int:
    """Serve until a signal comes; the exit code is 1 when a background task failed."""
    failures: list[str] = []

    def stop(task: str) -> None:
        failures.append(task)
        server.should_exit = True

    server = uvicorn.Server(
        uvicorn.Config(
            create_app(definition, settings, stop),
            host=settings.host,
            port=settings.port or definition.service.port,
            log_config=None,
            ws="none",
            access_log=False,
            timeout_graceful_shutdown=int(settings.shutdown_timeout),
        )
    )
    server.run()
    return 1 if failures or not server.started else 0
