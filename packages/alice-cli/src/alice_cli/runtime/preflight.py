"""What must hold before anything is started."""

import shutil
import socket
from collections.abc import Mapping
from pathlib import Path

from pydantic import ByteSize

from alice_cli.runtime.errors import PlatformError


class PreflightError(PlatformError):
    """The platform cannot start here; the message says why and what to do."""


def require_free_ports(ports: Mapping[str, int]) -> None:
    """Refuse to start when one of the ports (part to port) is taken."""
    for part, port in ports.items():
        if not _is_free(port):
            raise PreflightError(
                f"port {port} ({part}) is taken: end the program that listens there, or set "
                "ALICE_PORT to move all ports of the platform"
            )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def require_free_disk(folder: Path, minimum: ByteSize) -> None:
    """Refuse to start on a disk that is nearly full."""
    free = ByteSize(shutil.disk_usage(folder).free)
    if free < minimum:
        raise PreflightError(
            f"{free.human_readable()} are free on the disk of {folder}, and "
            f"{minimum.human_readable()} are needed: free some space, move ALICE_HOME, or lower "
            "ALICE_MIN_FREE_DISK"
        )
