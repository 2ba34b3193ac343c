"""A door and an owner that do nothing but tell their environment and crash when asked."""

import os

from fastapi import APIRouter

from alice_contracts.http.operations import PlatformStatus
from alice_contracts.services import ASSETS, INTERFACE
from alice_core.http.guard import bearer
from alice_core.service import Context, Parts, ServiceDefinition


def build(context: Context) -> Parts:
    router = APIRouter()

    @router.get("/environment")
    async def environment() -> dict[str, str]:
        return dict(os.environ)

    @router.post("/crash")
    async def crash() -> None:
        os._exit(7)

    return Parts(routers=[router])


def build_door(context: Context) -> Parts:
    router = APIRouter()

    @router.get("/api/v1/status")
    async def status() -> PlatformStatus:
        return PlatformStatus(services=[], unavailable=["assets"])

    return Parts(routers=[router], allows=bearer(os.environ["DOOR_TOKEN"]))


assets = ServiceDefinition(ASSETS, "fake_platform", build, extensions=("vector",))
interface = ServiceDefinition(INTERFACE, "fake_platform", build_door)
broken = ServiceDefinition(ASSETS, "fake_platform", build, extensions=("postgis",))
