"""Wiring of the door: what it asks, what it answers and what stands around it."""

from contextlib import AsyncExitStack

import httpx
from starlette.middleware import Middleware

from alice_contracts.clients.assets import AssetsClient
from alice_contracts.clients.metadata import MetadataClient
from alice_contracts.clients.operations import OperationsClient
from alice_contracts.clients.quality import QualityClient
from alice_contracts.clients.search import SearchClient
from alice_contracts.clients.workflow import WorkflowClient
from alice_contracts.services import (
    ASSETS,
    INTERFACE,
    METADATA,
    QUALITY,
    SEARCH,
    WORKFLOW,
    Service,
)
from alice_core.http.guard import bearer
from alice_core.http.inner import inner_connection
from alice_core.service import Context, Parts, ServiceDefinition
from alice_interface.api import api
from alice_interface.api.resource import PREFIX
from alice_interface.api.uploads import MAX_OFFER_BYTES, OFFERS, UPLOADS
from alice_interface.inner import InnerServices
from alice_interface.openapi import openapi_router
from alice_interface.perimeter import SameSite, SecurityHeaders
from alice_interface.settings import InterfaceSettings

MEND = (
    "Send `Authorization: Bearer <token>`; on one machine the token stands in the file "
    "secrets/token of the platform's home, on Kubernetes in a Secret."
)


def build(context: Context) -> Parts:
    settings = context.settings
    assert isinstance(settings, InterfaceSettings)
    resources = AsyncExitStack()
    inside = _connect(settings, resources)
    return Parts(
        routers=[api, openapi_router(PREFIX, api.routes)],
        provides=[
            AssetsClient(ASSETS, inside[ASSETS]),
            QualityClient(QUALITY, inside[QUALITY]),
            MetadataClient(METADATA, inside[METADATA]),
            SearchClient(SEARCH, inside[SEARCH]),
            WorkflowClient(WORKFLOW, inside[WORKFLOW]),
            InnerServices([OperationsClient(service, http) for service, http in inside.items()]),
        ],
        resources=resources,
        body_limits={OFFERS: MAX_OFFER_BYTES, UPLOADS: settings.max_upload_bytes},
        allows=bearer(settings.door_token.get_secret_value()),
        mend=MEND,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(SameSite, allowed_hosts=settings.allowed_hosts),
        ],
    )


def _connect(
    settings: InterfaceSettings, resources: AsyncExitStack
) -> dict[Service, httpx.AsyncClient]:
    token = settings.internal_token.get_secret_value()
    connections = {
        service: inner_connection(str(url), token) for service, url in settings.inner_urls.items()
    }
    for connection in connections.values():
        resources.push_async_callback(connection.aclose)
    return connections


service = ServiceDefinition(INTERFACE, "alice_interface", build, settings=InterfaceSettings)
