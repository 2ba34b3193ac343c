"""What makes an asset itself: the SHA-256 of its bytes."""

import hashlib
from typing import Annotated

from pydantic import StringConstraints

PREFIX = "sha256:"

AssetId = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]


def asset_id(digest: bytes) -> str:
    """The id of the asset whose bytes have this SHA-256 digest (32 bytes)."""
    return PREFIX + digest.hex()


def asset_id_of(content: bytes) -> str:
    return asset_id(hashlib.sha256(content).digest())


def hex_digest(asset: str) -> str:
    """The 64 hex digits of an asset id."""
    return asset.removeprefix(PREFIX)
