"""Routes of workflows."""

from typing import Annotated

from fastapi import APIRouter

from alice_contracts.http.workflow import Workflow
from alice_core.service import provided
from workflow_engine.workflows.registry import Workflows

router = APIRouter(prefix="/api/v1/workflows", tags=["workflows"])


@router.get("", operation_id="list_workflows")
async def list_workflows(workflows: Annotated[Workflows, provided(Workflows)]) -> list[Workflow]:
    """What runs can do."""
    return list(workflows)
