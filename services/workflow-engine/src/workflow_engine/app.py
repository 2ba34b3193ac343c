"""How the parts of workflow are joined."""

from contextlib import AsyncExitStack

import httpx

from alice_contracts.clients.quality import QualityClient
from alice_contracts.clients.search import SearchClient
from alice_contracts.services import QUALITY, SEARCH, WORKFLOW
from alice_core.background import Task
from alice_core.http.inner import inner_connection
from alice_core.service import Context, Parts, ServiceDefinition
from workflow_engine.engine import Engine, create_tables
from workflow_engine.execution import Execution
from workflow_engine.patience import Patience
from workflow_engine.queue import RunQueue
from workflow_engine.runs.api import router as runs_router
from workflow_engine.runs.desk import RunDesk
from workflow_engine.runs.journal import Journal
from workflow_engine.selecting import Selecting
from workflow_engine.settings import WorkflowSettings
from workflow_engine.workflows.api import router as workflows_router
from workflow_engine.workflows.registry import known_workflows


def build(context: Context) -> Parts:
    settings = context.settings
    assert isinstance(settings, WorkflowSettings)
    database = context.database
    resources = AsyncExitStack()
    search = SearchClient(SEARCH, _connect(settings, str(settings.search_service_url), resources))
    quality = QualityClient(
        QUALITY, _connect(settings, str(settings.quality_service_url), resources)
    )
    journal = Journal(database, context.outbox)
    patience = Patience(journal, settings.service_patience)
    selecting = Selecting(database, journal, patience, search)
    workflows = known_workflows(database, journal, patience, selecting, quality)
    execution = Execution(database, journal, workflows)
    engine = Engine(
        settings.database_url.get_secret_value(),
        database,
        execution.execute,
        settings.runs_at_once,
    )
    resources.push_async_callback(engine.close)
    return Parts(
        routers=(workflows_router, runs_router),
        provides=(workflows, RunDesk(database, journal, RunQueue(database), workflows)),
        tasks=(Task("engine", engine.run),),
        resources=resources,
    )


def _connect(settings: WorkflowSettings, url: str, resources: AsyncExitStack) -> httpx.AsyncClient:
    connection = inner_connection(url, settings.internal_token.get_secret_value())
    resources.push_async_callback(connection.aclose)
    return connection


service = ServiceDefinition(
    WORKFLOW, "workflow_engine", build, WorkflowSettings, prepare=create_tables
)
