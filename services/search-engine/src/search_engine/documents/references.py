"""Assets that a selection refers to."""

from sqlalchemy.ext.asyncio import AsyncSession

from alice_contracts.http.search import Selection
from alice_core.problems import Problem, not_found
from search_engine.documents import repository


async def require_references(session: AsyncSession, selection: Selection) -> None:
    """Raises a 404 problem for an asset that cannot be found itself."""
    asked = selection.same_prompt_as
    if asked is not None and not await repository.find(session, [asked]):
        raise unknown_document(asked)


def unknown_document(asset_id: str) -> Problem:
    return not_found(f"Document {asset_id}", "It was never taken in, or it was deleted.")
