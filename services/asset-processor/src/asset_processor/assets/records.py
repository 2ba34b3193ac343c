"""What assets knows of one content, for those who ask."""

from alice_contracts.events.assets import Rendition
from alice_contracts.http.assets import Asset, AssetState, Rejection
from alice_contracts.media import MediaKind, RejectReason
from alice_core.database import Database
from alice_core.problems import not_found
from asset_processor.assets import repository


class AssetRecords:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, asset_id: str) -> Asset:
        async with self._database.reader() as session:
            row = await repository.get(session, asset_id)
            locations = await repository.locations_of(session, [asset_id])
        if row is None:
            raise not_found(f"The asset {asset_id}", "Search again for what there is.")
        rejection = (
            Rejection(reason=RejectReason(row.reject_reason), detail=row.reject_detail)
            if row.reject_reason
            else None
        )
        return Asset(
            asset_id=row.asset_id,
            revision=row.revision,
            state=AssetState(row.state),
            mime=row.mime,
            kind=MediaKind(row.kind),
            size=row.size,
            discovered_at=row.discovered_at,
            deleted_at=row.deleted_at,
            superseded_by=row.superseded_by,
            locations=locations[asset_id],
            width=row.width,
            height=row.height,
            duration=row.duration,
            frames=row.frames,
            pixel_hash=row.pixel_hash,
            perceptual_hash=row.perceptual_hash,
            renditions=[Rendition(**item) for item in row.renditions],
            rejection=rejection,
        )
