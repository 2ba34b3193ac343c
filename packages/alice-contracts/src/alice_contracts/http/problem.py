"""RFC 9457 problem details, as every service answers them."""

from pydantic import BaseModel, ConfigDict


class FieldError(BaseModel):
    field: str
    message: str


class ProblemDetails(BaseModel):
    """`type` is stable and made for programs; `detail` names the input and the mend."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    trace_id: str | None = None
    errors: list[FieldError] | None = None
