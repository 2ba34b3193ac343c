"""How the parts of search are joined."""

from alice_contracts.services import SEARCH
from alice_core.service import Context, Parts, ServiceDefinition
from search_engine.consumers import SUBSCRIPTION
from search_engine.documents.api import router as documents_router
from search_engine.facets.api import router as facets_router
from search_engine.rebuilds.api import router as rebuilds_router
from search_engine.rebuilds.requests import Rebuilds


def build(context: Context) -> Parts:
    rebuilds = Rebuilds(context.database, context.bus, context.outbox)
    return Parts(
        routers=(documents_router, facets_router, rebuilds_router),
        provides=(context.database, rebuilds),
        subscription=SUBSCRIPTION,
    )


service = ServiceDefinition(SEARCH, "search_engine", build, extensions=("pg_trgm",))
