"""What metadata knows of an asset, as metadata answers it."""

from pydantic import AwareDatetime

from alice_contracts.http.base import Model
from alice_contracts.provenance import Provenance


class RawBlock(Model):
    """A block of the file as it lay there; its bytes are at `blocks/{number}`.

    `problem` is the reason for which it could not be read, or not wholly kept.
    """

    number: int
    place: str
    media_type: str
    size: int
    problem: str | None


class Metadata(Model):
    """Everything that metadata knows of one content; nothing is cut.

    `problems` tells what could not be read or understood, of blocks and of the whole.
    """

    asset_id: str
    revision: int
    extractor: str
    extracted_at: AwareDatetime
    provenance: Provenance
    problems: list[str]
    blocks: list[RawBlock]
