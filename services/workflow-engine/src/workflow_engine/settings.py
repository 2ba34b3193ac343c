"""What workflow is told by its environment besides what every service is told."""

from pydantic import Field, HttpUrl

from alice_contracts.services import QUALITY, SEARCH
from alice_core.settings import ServiceSettings, service_url


class WorkflowSettings(ServiceSettings):
    """`service_patience` is how long a run goes on asking a service that does not answer."""

    search_service_url: HttpUrl = service_url(SEARCH)
    quality_service_url: HttpUrl = service_url(QUALITY)
    runs_at_once: int = Field(default=2, ge=1)
    service_patience: float = Field(default=86_400.0, gt=0, description="seconds")
