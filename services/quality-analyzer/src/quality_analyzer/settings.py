"""What quality is told by its environment besides what every service is told."""

from pydantic import Field, HttpUrl

from alice_contracts.services import ASSETS
from alice_core.settings import ServiceSettings, service_url


class QualitySettings(ServiceSettings):
    """`decode_max_pixels` is the setting of assets as well: what it decodes can be judged."""

    assets_service_url: HttpUrl = service_url(ASSETS)

    assess_workers: int | None = Field(default=None, ge=1, description="all cores by default")
    assess_timeout: float = Field(default=60.0, gt=0, description="seconds a file")
    assess_max_memory: int = Field(default=3 * 1024**3, gt=0, description="bytes a worker")
    decode_max_pixels: int = Field(default=80_000_000, gt=0)
