"""The event envelope: CloudEvents 1.0 in JSON, with a revision.

Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
"""

from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from uuid_utils.compat import uuid7

MAX_DATA_BYTES = 32 * 1024


class EventData(BaseModel):
    """Facts of one type. Schemas only grow, so readers ignore what they do not know.

    `aspect` names the part of the subject that the facts describe: of two facts about the
    same subject and aspect, the higher revision holds.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    aspect: ClassVar[str]
    dataversion: ClassVar[int] = 1


DataT = TypeVar("DataT", bound=EventData, covariant=True)


class Event(BaseModel, Generic[DataT]):
    """A fact on its way; `rebuild` names the rebuild whose snapshot repeats it, if one does."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: UUID = Field(default_factory=uuid7)
    source: str
    type: str
    subject: str
    time: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    revision: int = Field(ge=0)
    dataversion: int = 1
    traceparent: str | None = None
    rebuild: UUID | None = None
    data: DataT


class RawEvent(BaseModel):
    """An envelope whose data nobody has read yet."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    source: str
    type: str
    subject: str
    time: AwareDatetime
    revision: int
    dataversion: int = 1
    traceparent: str | None = None
    rebuild: UUID | None = None
    data: dict[str, Any]
