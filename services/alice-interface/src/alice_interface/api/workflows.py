"""Workflows: what the platform can do with a selection."""

from alice_contracts.http.workflow import Workflow as Described
from alice_interface.api.resource import Workflow, resource_router

router = resource_router("workflows")


@router.get("/workflows")
async def list_workflows(workflow: Workflow) -> list[Described]:
    return await workflow.workflows()
