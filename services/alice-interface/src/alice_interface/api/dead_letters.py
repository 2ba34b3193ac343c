"""Dead letters: events that a service could not fold, until a person decides."""

from alice_contracts.clients.operations import OperationsClient
from alice_contracts.http.door import DeadLetterPage
from alice_interface.api.across import page_across
from alice_interface.api.resource import Inner, resource_router

router = resource_router("operations")


@router.get("/dead-letters")
async def list_dead_letters(
    inner: Inner, service: str | None = None, cursor: str | None = None
) -> DeadLetterPage:
    """Those of one service after the other, or of the one named."""
    page = await page_across(inner.chosen(service), cursor, OperationsClient.dead_letters)
    return DeadLetterPage(items=page.items, next=page.next, unavailable=page.unavailable)


@router.post("/dead-letters/{service}/{letter_id}/replay", status_code=204)
async def replay_dead_letter(inner: Inner, service: str, letter_id: str) -> None:
    """Fold the event again, in this service alone."""
    await inner.named(service).replay(letter_id)


@router.delete("/dead-letters/{service}/{letter_id}", status_code=204)
async def drop_dead_letter(inner: Inner, service: str, letter_id: str) -> None:
    await inner.named(service).drop(letter_id)
