"""Migrations of one service: waits for its database, takes a lock, and leaves at once at head.

A migration's file begins with its revision (`0001_assets.py`), so that the head is known
without loading Alembic, which takes longer than all the rest.
"""

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_exponential

from alice_core.database import engine_url
from alice_core.logs import get_logger

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
    migrations = migrations_of(package)

    @retry(
        retry=retry_if_exception_type((OperationalError, ExtensionMissingError)),
        stop=stop_after_delay(timeout),
        wait=wait_exponential(multiplier=0.05, max=2.0),
        reraise=True,
    )
    def attempt() -> None:
        with engine.connect() as connection:
            _require_extensions(connection, extensions)
            _upgrade(connection, migrations)

    attempt()


def migrations_of(package: str) -> Path:
    """The folder of a package's migrations."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{package} is not installed; run `make setup`")
    return Path(spec.submodule_search_locations[0]) / "migrations"


def head(migrations: Path) -> str:
    """The newest revision in a folder of migrations."""
    return max(path.name for path in migrations.glob("[0-9]*.py")).partition("_")[0]


def current(connection: Connection) -> str | None:
    """The revision of a database; None for one that was never migrated."""
    table = connection.scalar(text("SELECT to_regclass('alembic_version')"))
    found: str | None = (
        connection.scalar(text("SELECT version_num FROM alembic_version")) if table else None
    )
    connection.rollback()
    return found


def _require_extensions(connection: Connection, extensions: tuple[str, ...]) -> None:
    present = set(connection.scalars(text("SELECT extname FROM pg_extension")))
    connection.rollback()
    if missing := sorted(set(extensions) - present):
        raise ExtensionMissingError(
            f"the database lacks {', '.join(missing)}; its administrator creates it with "
            f"CREATE EXTENSION"
        )


def _upgrade(connection: Connection, migrations: Path) -> None:
    """A database that a newer release has migrated stays as it is: this one can live with it."""
    if (current(connection) or "") >= head(migrations):
        return
    from alice_core.alembic_env.upgrade import upgrade

    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
    connection.commit()
    upgrade(connection, migrations)
    connection.commit()
    log.info("migrated")
