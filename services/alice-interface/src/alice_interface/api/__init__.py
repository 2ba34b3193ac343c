"""The public API, one module a resource."""

from fastapi import APIRouter

from alice_interface.api import (
    assets,
    content,
    dead_letters,
    failed_work,
    libraries,
    rebuilds,
    scans,
    status,
    uploads,
)

api = APIRouter()
for resource in (
    assets,
    content,
    uploads,
    libraries,
    scans,
    rebuilds,
    status,
    dead_letters,
    failed_work,
):
    api.include_router(resource.router)
