"""Failed work: what failed too often in a service, until a person decides."""

from alice_contracts.clients.operations import OperationsClient
from alice_contracts.http.door import FailedWorkPage, ServiceFailedWork
from alice_interface.api.across import page_across
from alice_interface.api.resource import Inner, resource_router

router = resource_router("operations")


@router.get("/failed-work")
async def list_failed_work(
    inner: Inner, service: str | None = None, cursor: str | None = None
) -> FailedWorkPage:
    """That of one service after the other, or of the one named."""
    page = await page_across(inner.chosen(service), cursor, OperationsClient.failed_work)
    short = page.service.short if page.service else ""
    items = [ServiceFailedWork(service=short, **item.model_dump()) for item in page.items]
    return FailedWorkPage(items=items, next=page.next, unavailable=page.unavailable)


@router.post("/failed-work/{service}/{queue}/{work_id}/retry", status_code=204)
async def retry_failed_work(inner: Inner, service: str, queue: str, work_id: int) -> None:
    await inner.named(service).retry_work(queue, work_id)


@router.delete("/failed-work/{service}/{queue}/{work_id}", status_code=204)
async def drop_failed_work(inner: Inner, service: str, queue: str, work_id: int) -> None:
    await inner.named(service).drop_work(queue, work_id)
