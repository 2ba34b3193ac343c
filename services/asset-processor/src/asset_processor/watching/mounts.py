"""How a root can be watched: the kernel tells of local changes, never of a server's."""

from functools import cache
from pathlib import Path

import psutil

from alice_contracts.http.assets import WatchMode

# File systems on which another machine may write without this kernel hearing of it.
NETWORK = frozenset(
    {"9p", "afpfs", "afs", "ceph", "cifs", "drvfs", "fuse.sshfs", "glusterfs", "nfs", "nfs4",
     "smb3", "smbfs", "virtiofs", "webdav"}
)  # fmt: skip


def effective_mode(root: Path, mode: WatchMode) -> WatchMode:
    """What `auto` means for this root."""
    if mode is not WatchMode.AUTO:
        return mode
    return WatchMode.INTERVAL if file_system(root) in NETWORK else WatchMode.EVENTS


@cache
def file_system(root: Path) -> str:
    """The type of the file system that holds this folder."""
    mounts = {Path(mount.mountpoint): mount.fstype for mount in psutil.disk_partitions(all=True)}
    holding = next((folder for folder in (root, *root.parents) if folder in mounts), None)
    return mounts[holding] if holding else ""
