"""The judgement on a file that the decoder refuses; light, because no pixels are needed."""

from alice_contracts.assessment import Judgement, Measures, Reason, Verdict
from alice_decoding.undecodable import Undecodable


def without_stars(code: str, text: str, measures: Measures | None = None) -> Judgement:
    """The judgement on what cannot be judged, and why."""
    reason = Reason(code=code, verdict=Verdict.NOTE, text=text)
    return Judgement(stars=None, score=None, measures=measures or Measures(), reasons=(reason,))


def refused(error: Undecodable) -> Judgement:
    """The reason of the refusal is the reason why there are no stars."""
    return without_stars(str(error.reason), error.detail)
