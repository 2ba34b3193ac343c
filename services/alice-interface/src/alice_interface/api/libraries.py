"""Libraries: the roots that the platform watches."""

from alice_contracts.http.assets import Library, LibraryName, NewLibrary, NewScan, Scan
from alice_interface.api.resource import Assets, resource_router

router = resource_router("libraries")


@router.get("/libraries")
async def list_libraries(assets: Assets) -> list[Library]:
    return await assets.libraries()


@router.post("/libraries", status_code=201)
async def add_library(assets: Assets, library: NewLibrary) -> Library:
    """Watch a folder that the server sees; its first scan starts at once."""
    return await assets.add_library(library)


@router.get("/libraries/{name}")
async def get_library(assets: Assets, name: LibraryName) -> Library:
    return await assets.library(name)


@router.delete("/libraries/{name}", status_code=204)
async def remove_library(assets: Assets, name: LibraryName) -> None:
    """Forget a library and its locations; files and assets stay."""
    await assets.remove_library(name)


@router.post("/libraries/{name}/scans", status_code=202)
async def start_scan(assets: Assets, name: LibraryName, scan: NewScan) -> Scan:
    return await assets.start_scan(name, scan)
