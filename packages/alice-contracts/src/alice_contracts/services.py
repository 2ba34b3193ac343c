"""The services by name: the one table of names, ports and databases."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """One service under each of the names that the platform knows it by.

    `short` stands in groups, streams, dead letters, metric labels and event sources;
    `name` is the value of `SERVICE_NAME`.
    """

    short: str
    name: str
    port: int
    owner: str

    @property
    def namespace(self) -> str:
        return f"alice-{self.short}"

    @property
    def database(self) -> str:
        return self.short

    @property
    def source(self) -> str:
        return f"/alice/{self.short}"


INTERFACE = Service("interface", "alice-interface", 8000, "interface_service")
ASSETS = Service("assets", "asset-processor", 8001, "asset_service")
QUALITY = Service("quality", "quality-analyzer", 8002, "quality_service")
METADATA = Service("metadata", "metadata-extractor", 8003, "metadata_service")
SEARCH = Service("search", "search-engine", 8004, "search_service")
WORKFLOW = Service("workflow", "workflow-engine", 8005, "workflow_service")

SERVICES: dict[str, Service] = {
    service.short: service for service in (INTERFACE, ASSETS, QUALITY, METADATA, SEARCH, WORKFLOW)
}
