"""Secrets that the platform makes for itself on its first start."""

import os
import secrets
from pathlib import Path


def secret(folder: Path, name: str) -> str:
    """Return the secret of this name, made at the first call; its file has mode 0600."""
    path = folder / name
    if not path.exists():
        _write(path, secrets.token_urlsafe(32))
    return path.read_text().strip()


def _write(path: Path, value: str) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(descriptor)
    unfinished.rename(path)
