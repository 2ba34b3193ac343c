"""How the parts of assets hang together."""

import os
from contextlib import AsyncExitStack

from alice_contracts.events.search import RebuildRequested
from alice_contracts.services import ASSETS
from alice_core.background import Task
from alice_core.blobs import Blobs
from alice_core.events.consumer import Subscription
from alice_core.events.snapshots import Snapshots
from alice_core.service import Context, Parts, ServiceDefinition
from alice_core.work.queue import WorkQueue
from alice_core.work.worker import Worker
from alice_decoding.limits import DecodeLimits
from alice_decoding.pool import DecodePool
from asset_processor import snapshots
from asset_processor.api import assets, libraries, uploads
from asset_processor.assets.backlog import Backlog
from asset_processor.assets.delivery import Deliveries
from asset_processor.assets.originals import Originals
from asset_processor.assets.processing import Processing
from asset_processor.assets.records import AssetRecords
from asset_processor.assets.register import Register
from asset_processor.assets.work import DecodeWork, ScanWork
from asset_processor.decoding import worker
from asset_processor.libraries.catalogue import Catalogue
from asset_processor.scanning.changes import Changes
from asset_processor.scanning.intake import Intake
from asset_processor.scanning.jobs import ScanJobs
from asset_processor.scanning.records import ScanRecords
from asset_processor.scanning.scan import Scanner
from asset_processor.settings import AssetSettings
from asset_processor.uploads.intake import Uploads
from asset_processor.watching.watcher import Watcher

OFFERS_PATH = "/api/v1/uploads/offers"
MAX_OFFER_BYTES = 16 * 1024**2
UPLOADS_PATH = "/api/v1/uploads/"


def build(context: Context) -> Parts:
    settings = context.settings
    assert isinstance(settings, AssetSettings)
    database, outbox = context.database, context.outbox
    resources = AsyncExitStack()
    blobs = Blobs.open(settings.blob_url)

    decoding = WorkQueue("decode", DecodeWork)
    scanning = WorkQueue("scan", ScanWork)
    register = Register(outbox, decoding)
    intake = Intake(database, register, Backlog(database, decoding, settings.decode_backlog))
    resources.callback(intake.close)
    scans = ScanJobs(database, scanning, Scanner(database, intake, settings.quiet_seconds))
    catalogue = Catalogue(database, register, scans, own=blobs.root)
    originals = Originals(database, blobs)
    workers = settings.decode_workers or os.cpu_count() or 1
    pool = DecodePool(worker.run, decode_limits(settings), workers)
    resources.push_async_callback(pool.close)
    processing = Processing(originals, pool, blobs, outbox, register, scans)
    watcher = Watcher(database, catalogue, scans, Changes(database, intake), settings.quiet_seconds)
    rebuilding = Snapshots(context.service, outbox, snapshots.page)

    return Parts(
        routers=(libraries.router, uploads.router, assets.router),
        provides=(
            catalogue,
            ScanRecords(database),
            Uploads(database, register, blobs, settings.min_free_bytes),
            AssetRecords(database),
            Deliveries(database, blobs, originals, scans, decoding),
        ),
        subscription=Subscription((RebuildRequested,), rebuilding.fold),
        workers=(
            Worker(database, decoding, processing.compute, workers, settings.instance_name),
            Worker(database, scanning, scans.compute, 2, settings.instance_name),
            rebuilding.worker(database, settings.instance_name),
        ),
        tasks=(Task("watcher", watcher.run),),
        resources=resources,
        body_limits={OFFERS_PATH: MAX_OFFER_BYTES, UPLOADS_PATH: settings.max_upload_bytes},
    )


def decode_limits(settings: AssetSettings) -> DecodeLimits:
    return DecodeLimits(
        pixels=settings.decode_max_pixels,
        seconds=settings.decode_timeout,
        address_space=settings.decode_max_memory,
    )


service = ServiceDefinition(ASSETS, "asset_processor", build, AssetSettings)
