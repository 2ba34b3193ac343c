"""The application of a service: its routes, what stands before them, what runs beside them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware

from alice_core import health, operations
from alice_core.background import Background, Task
from alice_core.database import Database
from alice_core.events.bus import Bus
from alice_core.events.consumer import Consumer
from alice_core.events.dead_letters import DeadLetters
from alice_core.events.outbox import Outbox
from alice_core.events.relay import Relay
from alice_core.health import Report
from alice_core.http.guard import Guard, bearer
from alice_core.http.limits import BodyLimit
from alice_core.http.observe import Observe
from alice_core.operations import Mending
from alice_core.problems import install_problem_handlers
from alice_core.service import Context, Parts, ServiceDefinition
from alice_core.settings import ServiceSettings


def create_app(
    definition: ServiceDefinition, settings: ServiceSettings, on_failure: Callable[[str], None]
) -> FastAPI:
    """The application of one service; `on_failure` hears of a background task that ended."""
    context = open_context(definition, settings)
    parts = definition.build(context)
    app = FastAPI(
        title=definition.service.namespace,
        lifespan=_lifespan(context, parts, on_failure),
        middleware=_middleware(context, parts),
        openapi_url=None,
    )
    queues = [worker.queue for worker in parts.workers]
    report = Report(context.database, context.bus, context.service, queues)
    provides = (*parts.provides, report, _mending(context, parts))
    app.state.provided = {type(item): item for item in provides}
    install_problem_handlers(app)
    app.include_router(health.router)
    app.include_router(operations.router)
    for router in parts.routers:
        app.include_router(router)
    return app


def open_context(definition: ServiceDefinition, settings: ServiceSettings) -> Context:
    pool_url = settings.database_pool_url
    database = Database(
        settings.database_url.get_secret_value(),
        pool_url=pool_url.get_secret_value() if pool_url else None,
        pool_size=settings.database_pool_size,
        name=definition.service.name,
    )
    bus = Bus(settings.redis_url.get_secret_value(), definition.service)
    return Context(definition.service, settings, database, bus, Outbox(definition.service))


def _mending(context: Context, parts: Parts) -> Mending:
    queues = [worker.queue for worker in parts.workers]
    letters = (
        DeadLetters(context.database, context.bus, context.service, parts.subscription)
        if parts.subscription
        else None
    )
    return Mending(context.database, letters, queues)


def _middleware(context: Context, parts: Parts) -> list[Middleware]:
    allows = parts.allows or bearer(context.settings.internal_token.get_secret_value())
    return [
        Middleware(Observe, service=context.service.short),
        *parts.middleware,
        Middleware(Guard, allows=allows, mend=parts.mend),
        Middleware(BodyLimit, limits=parts.body_limits),
    ]


def _lifespan(
    context: Context, parts: Parts, on_failure: Callable[[str], None]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        background = Background(on_failure)
        for task in _tasks(context, parts):
            background.start(task)
        yield
        await background.stop()
        await parts.resources.aclose()
        await context.bus.close()
        await context.database.close()

    return lifespan


def _tasks(context: Context, parts: Parts) -> list[Task]:
    relay = Relay(
        context.database,
        context.bus,
        context.service,
        unacknowledged_limit=context.settings.outbox_limit,
    )
    tasks = [Task("relay", relay.run), *parts.tasks]
    if parts.subscription:
        consumer = Consumer(
            context.database,
            context.bus,
            context.service,
            parts.subscription,
            context.settings.instance_name,
            claim_idle=context.settings.claim_idle,
        )
        tasks.append(Task("consumer", consumer.run))
    tasks += [Task(f"worker {worker.queue.name}", worker.run) for worker in parts.workers]
    return tasks
