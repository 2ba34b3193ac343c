"""What metadata knows of one content, for those who ask."""

from dataclasses import dataclass
from mimetypes import guess_extension

from alice_contracts.events.metadata import MetadataExtracted
from alice_contracts.http.metadata import Metadata, RawBlock
from alice_core.database import Database
from alice_core.problems import not_found
from metadata_extractor import repository
from metadata_extractor.keeping import inflate

UNREAD = "A new file is read within moments; `alice status` shows what waits or has failed."

# Of other types a browser might make more than what they are; these are only text.
PLAIN_TYPES = frozenset({"application/json", "text/plain"})
BYTES = "application/octet-stream"


@dataclass(frozen=True)
class BlockFile:
    """A raw block as a file; the ETag holds until something else is extracted."""

    name: str
    media_type: str
    etag: str
    data: bytes


class MetadataRecords:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, asset_id: str) -> Metadata:
        """Raises a 404 problem where nothing has been extracted."""
        async with self._database.reader() as session:
            row = await repository.get(session, asset_id)
            blocks = await repository.blocks_of(session, asset_id)
        if row is None:
            raise not_found(f"Metadata of {asset_id}", UNREAD)
        whole = MetadataExtracted.model_validate(row.whole or row.fact)
        return Metadata(
            asset_id=asset_id,
            revision=row.revision,
            extractor=whole.extractor,
            extracted_at=row.extracted_at,
            provenance=whole.provenance,
            problems=list(whole.problems),
            blocks=[RawBlock.model_validate(block, from_attributes=True) for block in blocks],
        )

    async def block(self, asset_id: str, number: int) -> BlockFile:
        """Raises a 404 problem where there is none of this number."""
        async with self._database.reader() as session:
            row = await repository.block(session, asset_id, number)
        if row is None:
            mend = f"The metadata of {asset_id} lists the blocks that there are."
            raise not_found(f"The block {number} of {asset_id}", mend)
        media_type = row.media_type if row.media_type in PLAIN_TYPES else BYTES
        name = (row.key or str(number)) + (guess_extension(media_type) or "")
        etag = f'"{asset_id}-{row.revision}-{number}"'
        return BlockFile(name, media_type, etag, inflate(row.deflated))
