"""What is known of the quality of one asset, for those who ask."""

from alice_contracts.http.quality import Assessment
from alice_core.database import Database
from alice_core.problems import not_found
from quality_analyzer.assessments import facts, repository


class AssessmentRecords:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, asset_id: str) -> Assessment:
        """Raises a 404 problem where there is no assessment."""
        async with self._database.reader() as session:
            row = await repository.get(session, asset_id)
        if row is None:
            mend = "It is unknown or waits to be assessed; ask again a little later."
            raise not_found(f"An assessment of {asset_id}", mend)
        return facts.assessment(row)
