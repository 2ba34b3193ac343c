"""How the parts of quality hang together."""

import os
from contextlib import AsyncExitStack

from alice_contracts.services import QUALITY
from alice_core.events.snapshots import Snapshots
from alice_core.service import Context, Parts, ServiceDefinition
from alice_core.work.worker import Worker
from alice_decoding.limits import DecodeLimits
from alice_decoding.pool import DecodePool
from quality_analyzer import api
from quality_analyzer.assessments import facts
from quality_analyzer.assessments.assessing import Assessing
from quality_analyzer.assessments.intake import Intake
from quality_analyzer.assessments.records import AssessmentRecords
from quality_analyzer.assessments.work import assess_queue
from quality_analyzer.consumers import subscription
from quality_analyzer.judging import worker
from quality_analyzer.reassessments.desk import Reassessments
from quality_analyzer.settings import QualitySettings


def build(context: Context) -> Parts:
    settings = context.settings
    assert isinstance(settings, QualitySettings)
    database, outbox = context.database, context.outbox
    resources = AsyncExitStack()

    queue = assess_queue()
    workers = settings.assess_workers or os.cpu_count() or 1
    pool = DecodePool(worker.run, decode_limits(settings), workers)
    resources.push_async_callback(pool.close)
    token = settings.internal_token.get_secret_value()
    assessing = Assessing(pool, outbox, str(settings.assets_service_url), token)
    snapshots = Snapshots(context.service, outbox, facts.snapshot_page)

    return Parts(
        routers=(api.router,),
        provides=(AssessmentRecords(database), Reassessments(database, queue)),
        subscription=subscription(Intake(queue), snapshots),
        workers=(
            Worker(database, queue, assessing.compute, workers, settings.instance_name),
            snapshots.worker(database, settings.instance_name),
        ),
        resources=resources,
    )


def decode_limits(settings: QualitySettings) -> DecodeLimits:
    return DecodeLimits(
        pixels=settings.decode_max_pixels,
        seconds=settings.assess_timeout,
        address_space=settings.assess_max_memory,
    )


service = ServiceDefinition(QUALITY, "quality_analyzer", build, QualitySettings)
