"""Assets as people name them: by an id, or by a file with the same content."""

import hashlib
import re
from pathlib import Path

from alice_cli.output import CommandError, ExitCode
from alice_contracts.identity import PREFIX, asset_id

ID = re.compile(r"(sha256:)?[0-9a-f]{64}")


def named_asset(text: str) -> str:
    """The id that a text stands for; a usage error where it stands for none."""
    if ID.fullmatch(text):
        return PREFIX + text.removeprefix(PREFIX)
    path = Path(text)
    if not path.is_file():
        raise CommandError(
            f"{text} is neither an id (64 hex digits, as `alice search --json` prints it) nor a "
            f"file",
            ExitCode.USAGE,
        )
    try:
        with path.open("rb") as file:
            return asset_id(hashlib.file_digest(file, "sha256").digest())
    except OSError as error:
        raise CommandError(f"{text} cannot be read: {error.strerror}") from error
