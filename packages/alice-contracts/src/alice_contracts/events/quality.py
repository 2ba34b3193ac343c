"""Facts that quality owns."""

from typing import ClassVar

from alice_contracts.assessment import Judgement
from alice_contracts.envelope import EventData


class QualityAssessed(EventData):
    """`assessor` names the method and its version, so that stars can be compared."""

    type: ClassVar[str] = "quality.assessed"
    aspect: ClassVar[str] = "quality"

    assessor: str
    judgement: Judgement
