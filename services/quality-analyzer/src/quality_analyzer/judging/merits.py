"""What speaks for a picture."""

from collections.abc import Callable
from dataclasses import dataclass

from alice_contracts.assessment import Measures, Reason, Verdict


@dataclass(frozen=True)
class Merit:
    """What is told of a picture of which it holds, under a stable code."""

    code: str
    holds: Callable[[Measures], bool]
    text: str

    @property
    def reason(self) -> Reason:
        return Reason(code=self.code, verdict=Verdict.GOOD, text=self.text)


def _sharp(measures: Measures) -> bool:
    """Strong noise is not to be taken for detail."""
    return (measures.sharpness or 0) >= 0.5 and (measures.noise or 0) < 0.02


def _clean(measures: Measures) -> bool:
    return (
        (measures.noise or 0) < 0.012
        and (measures.blockiness or 0) < 0.12
        and measures.brisque is not None
        and measures.brisque < 35
    )


def _well_exposed(measures: Measures) -> bool:
    return (
        0.2 <= (measures.exposure or 0) <= 0.85
        and (measures.contrast or 0) >= 0.6
        and (measures.clipped_highlights or 0) <= 0.02
        and (measures.clipped_shadows or 0) <= 0.05
    )


MERITS = (
    Merit("sharp", _sharp, "Sharp where it matters."),
    Merit("clean", _clean, "Clean: neither noise nor compression shows."),
    Merit("well_exposed", _well_exposed, "Well exposed: from dark to light, with nothing cut off."),
)
