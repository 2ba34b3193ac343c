"""Facts that metadata owns."""

from typing import ClassVar

from alice_contracts.envelope import EventData
from alice_contracts.provenance import Provenance


class MetadataExtracted(EventData):
    """What the file says of its origin.

    Long texts are cut and long lists shortened, so that the fact fits an event: `shortened`
    names those fields, which their owner has whole. `problems` are the blocks that could not be
    read, each with its reason.
    """

    type: ClassVar[str] = "metadata.extracted"
    aspect: ClassVar[str] = "provenance"

    extractor: str
    provenance: Provenance
    shortened: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
