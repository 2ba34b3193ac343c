"""The public API, one module a resource."""

from fastapi import APIRouter

from alice_interface.api import (
    assets,
    blocks,
    content,
    dead_letters,
    failed_work,
    libraries,
    rebuilds,
    runs,
    scans,
    status,
    uploads,
    workflows,
)

api = APIRouter()
for resource in (
    assets,
    blocks,
    content,
    uploads,
    libraries,
    scans,
    workflows,
    runs,
    rebuilds,
    status,
    dead_letters,
    failed_work,
):
    api.include_router(resource.router)
