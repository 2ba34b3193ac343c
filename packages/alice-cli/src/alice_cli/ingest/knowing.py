"""Waiting until metadata and quality have said what they know of a few assets."""

import time
from collections.abc import Iterable

from alice_cli.door import Door
from alice_cli.ingest.patience import Patience, persistently
from alice_contracts.http.search import Document

POLL = 0.2
STANDSTILL = 30.0


def wait_until_known(door: Door, asset_ids: Iterable[str]) -> tuple[list[Document], bool]:
    """The documents by name, and whether they are whole; else nothing moved for a while."""
    pending = set(asset_ids)
    found: dict[str, Document] = {}
    patience = Patience(STANDSTILL)
    while pending:
        for asset_id in sorted(pending):
            document = persistently(door.asset, asset_id).document
            if document and document != found.get(asset_id):
                found[asset_id] = document
                patience.renew()
            if document and is_known(document):
                pending.remove(asset_id)
        if not pending or patience.ended:
            break
        time.sleep(POLL)
    return sorted(found.values(), key=lambda document: document.filename or ""), not pending


def is_known(document: Document) -> bool:
    """What was rejected will not be judged; a judgement without stars has its reasons."""
    if document.rejection:
        return True
    judged = document.stars is not None or bool(document.reasons)
    return judged and document.generator is not None
