"""Alembic for one service: waits for its database, takes a lock, and leaves at once at head."""

from importlib.util import find_spec
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_exponential

from alice_core.database import engine_url
from alice_core.logs import get_logger

ENVIRONMENT = Path(__file__).parent / "alembic_env"
LOCK = 0x616C696365  # "alice"

log = get_logger(__name__)


class ExtensionMissingError(RuntimeError):
    """The database lacks an extension that only its operator may create."""


def migrate(
    package: str, url: str, *, timeout: float = 120.0, extensions: tuple[str, ...] = ()
) -> None:
    """Bring the database to the newest revision in the package's `migrations` folder.

    Waits at most `timeout` seconds for the database and its extensions, then raises what it
    met last. Several processes may call this at once.
    """
    engine = create_engine(engine_url(url), poolclass=NullPool, connect_args={"connect_timeout": 5})
    config = _config(package)

    @retry(
        retry=retry_if_exception_type((OperationalError, ExtensionMissingError)),
        stop=stop_after_delay(timeout),
        wait=wait_exponential(multiplier=0.05, max=2.0),
        reraise=True,
    )
    def attempt() -> None:
        with engine.connect() as connection:
            _require_extensions(connection, extensions)
            _upgrade(connection, config)

    attempt()


def _config(package: str) -> Config:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{package} is not installed; run `make setup`")
    config = Config()
    config.set_main_option("script_location", str(ENVIRONMENT))
    folder = Path(spec.submodule_search_locations[0]) / "migrations"
    config.set_main_option("version_locations", str(folder))
    config.set_main_option("path_separator", "newline")
    return config


def _require_extensions(connection: Connection, extensions: tuple[str, ...]) -> None:
    present = set(connection.scalars(text("SELECT extname FROM pg_extension")))
    connection.rollback()
    if missing := sorted(set(extensions) - present):
        raise ExtensionMissingError(
            f"the database lacks {', '.join(missing)}; its administrator creates it with "
            f"CREATE EXTENSION"
        )


def _upgrade(connection: Connection, config: Config) -> None:
    if _at_head(connection, config):
        return
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
    connection.commit()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()
    log.info("migrated")


def _at_head(connection: Connection, config: Config) -> bool:
    heads = set(ScriptDirectory.from_config(config).get_heads())
    current = set(MigrationContext.configure(connection).get_current_heads())
    connection.rollback()
    return heads == current
