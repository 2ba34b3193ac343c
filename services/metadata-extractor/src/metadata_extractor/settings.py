"""What metadata is told by its environment besides what every service is told."""

from pydantic import Field, HttpUrl

from alice_contracts.services import ASSETS
from alice_core.settings import ServiceSettings, service_url


class MetadataSettings(ServiceSettings):
    assets_service_url: HttpUrl = service_url(ASSETS)

    extract_workers: int = Field(default=8, ge=1, description="files read at once")
    extract_timeout: float = Field(default=10.0, gt=0, description="seconds a file")
    extract_max_memory: int = Field(default=1024**3, gt=0, description="bytes a process")
