"""Where the blob store keeps what: sharded by the first byte of the hash."""

from alice_contracts.identity import hex_digest


def original(asset_id: str) -> str:
    digest = hex_digest(asset_id)
    return f"originals/{digest[:2]}/{digest}"


def rendition(asset_id: str, edge: int) -> str:
    digest = hex_digest(asset_id)
    return f"renditions/{digest[:2]}/{digest}-{edge}"
