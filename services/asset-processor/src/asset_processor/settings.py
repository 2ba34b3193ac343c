"""What assets is told by its environment besides what every service is told."""

from pydantic import Field

from alice_core.settings import ServiceSettings


class AssetSettings(ServiceSettings):
    """`blob_url` is `file:///folder` or `s3://bucket/prefix`."""

    blob_url: str
    max_upload_bytes: int = Field(default=4 * 1024**3, gt=0)
    min_free_bytes: int = Field(default=256 * 1024**2, ge=0, description="kept free by uploads")

    decode_workers: int | None = Field(default=None, ge=1, description="all cores by default")
    decode_timeout: float = Field(default=30.0, gt=0, description="seconds a file")
    decode_max_pixels: int = Field(default=80_000_000, gt=0)
    decode_max_memory: int = Field(default=3 * 1024**3, gt=0, description="bytes a worker")
    decode_backlog: int = Field(default=10_000, gt=0, description="a scan slows down above it")

    quiet_seconds: float = Field(default=2.0, ge=0, description="a file is whole after so long")
