"""What the door is told by its environment."""

from typing import Annotated, Any

from pydantic import Field, HttpUrl, SecretStr, field_validator
from pydantic_settings import NoDecode

from alice_contracts.services import ASSETS, METADATA, QUALITY, SEARCH, WORKFLOW, Service
from alice_core.settings import ServiceSettings, service_url


class InterfaceSettings(ServiceSettings):
    """`allowed_hosts` are the names, with commas between, under which the door may be asked."""

    door_token: SecretStr = Field(min_length=16)
    allowed_hosts: Annotated[frozenset[str], NoDecode] = frozenset(
        {"localhost", "127.0.0.1", "[::1]"}
    )
    assets_service_url: HttpUrl = service_url(ASSETS)
    quality_service_url: HttpUrl = service_url(QUALITY)
    metadata_service_url: HttpUrl = service_url(METADATA)
    search_service_url: HttpUrl = service_url(SEARCH)
    workflow_service_url: HttpUrl = service_url(WORKFLOW)
    max_upload_bytes: int = Field(default=4 * 1024**3, gt=0)

    @property
    def inner_urls(self) -> dict[Service, HttpUrl]:
        """Where each service behind the door is asked, in the order of their ports."""
        return {
            ASSETS: self.assets_service_url,
            QUALITY: self.quality_service_url,
            METADATA: self.metadata_service_url,
            SEARCH: self.search_service_url,
            WORKFLOW: self.workflow_service_url,
        }

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return frozenset(name.strip().lower() for name in value.split(",") if name.strip())
