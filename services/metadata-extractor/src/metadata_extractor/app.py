"""How the parts of metadata hang together."""

import os
from contextlib import AsyncExitStack

from alice_contracts.services import METADATA
from alice_core.events.snapshots import Snapshots
from alice_core.http.inner import inner_files
from alice_core.sandbox.pool import Sandbox
from alice_core.sandbox.process import Bounds
from alice_core.service import Context, Parts, ServiceDefinition
from alice_core.work.queue import WorkQueue
from alice_core.work.worker import Worker
from metadata_extractor import snapshots
from metadata_extractor.api import router
from metadata_extractor.consumers import subscription
from metadata_extractor.interpreting import Interpreter
from metadata_extractor.reading import Originals
from metadata_extractor.records import MetadataRecords
from metadata_extractor.settings import MetadataSettings
from metadata_extractor.work import Extracting, ExtractWork


def build(context: Context) -> Parts:
    settings = context.settings
    assert isinstance(settings, MetadataSettings)
    database, outbox = context.database, context.outbox
    resources = AsyncExitStack()

    http = inner_files(str(settings.assets_service_url), settings.internal_token.get_secret_value())
    resources.callback(http.close)
    sandbox = _sandbox(settings)
    resources.push_async_callback(sandbox.close)
    extracting = Extracting(Originals(http), Interpreter(sandbox), outbox)
    queue = WorkQueue("extract", ExtractWork)
    rebuilding = Snapshots(context.service, outbox, snapshots.page)

    return Parts(
        routers=(router,),
        provides=(MetadataRecords(database),),
        subscription=subscription(queue, rebuilding),
        workers=(
            Worker(
                database,
                queue,
                extracting.compute,
                settings.extract_workers,
                settings.instance_name,
            ),
            rebuilding.worker(database, settings.instance_name),
        ),
        resources=resources,
    )


def _sandbox(settings: MetadataSettings) -> Sandbox:
    """Reading waits for another service, interpreting for a core."""
    processes = min(settings.extract_workers, os.cpu_count() or 1)
    return Sandbox(Bounds(settings.extract_timeout, settings.extract_max_memory), processes)


service = ServiceDefinition(METADATA, "metadata_extractor", build, MetadataSettings)
