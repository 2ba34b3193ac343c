"""How good a picture looks, and why."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Stars = Annotated[int, Field(ge=1, le=5)]
Score = Annotated[float, Field(ge=0, le=100, description="100 is best")]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Verdict(StrEnum):
    """Whether a reason speaks for or against a picture."""

    GOOD = "good"
    BAD = "bad"
    NOTE = "note"


class Reason(_Value):
    """`code` is stable and made for programs (`blurred`), `text` is for people."""

    code: str
    verdict: Verdict
    text: str


class Measures(_Value):
    """What was measured; null is what cannot be measured on this picture.

    `brisque` is 0 (natural) to about 100 (distorted); `sharpness`, `exposure` (mean luma) and
    `contrast` are 0 to 1; `noise` is its standard deviation as a share of full scale;
    `clipped_shadows` and `clipped_highlights` are shares of all pixels; `blockiness` is 0 for
    none to 1.
    """

    brisque: float | None = None
    sharpness: float | None = None
    noise: float | None = None
    exposure: float | None = None
    contrast: float | None = None
    clipped_shadows: float | None = None
    clipped_highlights: float | None = None
    blockiness: float | None = None


class Judgement(_Value):
    """Stars with their reasons, or null and the reason why there are none."""

    stars: Stars | None
    score: Score | None
    measures: Measures
    reasons: tuple[Reason, ...]
