"""The heavy work that assets gives out by lease."""

from uuid import UUID

from pydantic import BaseModel


class DecodeWork(BaseModel):
    """Open one asset, which the row's key names."""

    supersedes: str | None = None


class ScanWork(BaseModel):
    """Compare a library, or a folder of it, with what is remembered of it."""

    scan_id: UUID
