"""The operating system account that PostgreSQL runs under.

PostgreSQL refuses to run as root, and initdb refuses a uid without a passwd entry.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from alice_core.embedded.errors import ServerError

_CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An unprivileged account of the operating system."""

    name: str
    uid: int
    gid: int


def service_account(data_dir: Path) -> Account | None:
    """Return the account to drop to, or None when the caller is not root.

    The owner of existing data keeps it; new data goes to the first candidate that exists.
    """
    if os.geteuid() != 0:
        return None
    if data_dir.exists() and (uid := data_dir.stat().st_uid) != 0:
        return _account(pwd.getpwuid(uid))
    for name in _CANDIDATES:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise ServerError(
        "PostgreSQL does not run as root, and there is no account "
        f"named {' or '.join(_CANDIDATES)}: run as another user"
    )


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


class Privileges(TypedDict, total=False):
    """Arguments of `subprocess` that change the user."""

    user: int
    group: int
    extra_groups: list[int]


def privileges(account: Account | None) -> Privileges:
    """Drop to `account`, without the caller's supplementary groups; None stays as it is."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def require_reachable(directory: Path, account: Account) -> None:
    """Refuse a directory that the account cannot come to.

    Raises:
        ServerError: naming the closed parent and the mend.
    """
    for parent in reversed(directory.absolute().parents):
        if parent.exists() and not _may_search(parent, account):
            raise ServerError(
                f"{parent} is closed to the user {account.name}, which runs PostgreSQL: "
                f"choose another place for the data, or run `chmod o+x {parent}`"
            )


def _may_search(directory: Path, account: Account) -> bool:
    status = directory.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == account.gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)
