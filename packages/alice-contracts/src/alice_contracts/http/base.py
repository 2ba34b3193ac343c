"""What all HTTP models share."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Answers grow: readers ignore what they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Request(BaseModel):
    """Requests are strict: a misspelt field is an error and not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


ItemT = TypeVar("ItemT")


class Page(Model, Generic[ItemT]):
    """`next` is the cursor of the page behind this one; null on the last."""

    items: list[ItemT]
    next: str | None = None
