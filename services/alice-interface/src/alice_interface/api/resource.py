"""What the routes of all resources share."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute

from alice_contracts.clients.assets import AssetsClient
from alice_contracts.clients.metadata import MetadataClient
from alice_contracts.clients.quality import QualityClient
from alice_contracts.clients.search import SearchClient
from alice_contracts.clients.workflow import WorkflowClient
from alice_contracts.http.problem import ProblemDetails
from alice_core.service import provided
from alice_interface.inner import InnerServices, inner_problems

PREFIX = "/api/v1"

Assets = Annotated[AssetsClient, provided(AssetsClient)]
Quality = Annotated[QualityClient, provided(QualityClient)]
Metadata = Annotated[MetadataClient, provided(MetadataClient)]
Search = Annotated[SearchClient, provided(SearchClient)]
Workflow = Annotated[WorkflowClient, provided(WorkflowClient)]
Inner = Annotated[InnerServices, provided(InnerServices)]


def resource_router(tag: str) -> APIRouter:
    """Operations are named by their functions; every refusal is an RFC 9457 problem."""
    return APIRouter(
        prefix=PREFIX,
        tags=[tag],
        dependencies=[Depends(inner_problems)],
        generate_unique_id_function=_function_name,
        responses={
            "default": {"model": ProblemDetails, "description": "A problem (RFC 9457)"},
        },
    )


def _function_name(route: APIRoute) -> str:
    return route.name
