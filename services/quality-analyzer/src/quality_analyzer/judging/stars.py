"""From measures to stars: a hundred points, less what each flaw costs, with the reasons."""

from alice_contracts.assessment import Judgement, Measures, Reason, Verdict
from quality_analyzer.judging.flaws import FLAWS, NO_DETAIL
from quality_analyzer.judging.merits import MERITS
from quality_analyzer.judging.refusals import without_stars

# The points from which on a picture has two, three, four and five stars.
STEPS = (25, 50, 68, 85)
# A flaw that costs less is worth a word only where there is no other to explain lost stars.
WORTH_A_WORD = 12
# How little the tones of a picture may differ that shows nothing at all.
FEATURELESS = 0.05
ALL_BLACK, ALL_WHITE = 0.04, 0.98

ORDINARY = Reason(
    code="ordinary", verdict=Verdict.NOTE, text="Nothing stands out, for good or for bad."
)


def stars(measures: Measures) -> Judgement:
    """Stars and score of a picture that was measured, or null for one that shows nothing."""
    if measures.sharpness is None and (measures.contrast or 0) < FEATURELESS:
        return _featureless(measures)
    costs = {flaw: flaw.cost(measures) for flaw in FLAWS}
    if measures.sharpness is None:
        costs[NO_DETAIL] = NO_DETAIL.cost(measures)
    score = round(max(0.0, 100 - sum(costs.values())), 1)
    count = 1 + sum(score >= step for step in STEPS)
    worst_first = sorted(costs, key=costs.__getitem__, reverse=True)
    told = [flaw for flaw in worst_first if costs[flaw] >= WORTH_A_WORD]
    if count <= len(STEPS):
        told = told or worst_first[:1]
    reasons = [flaw.reason(measures) for flaw in told]
    reasons += [merit.reason for merit in MERITS if merit.holds(measures)]
    return Judgement(
        stars=count, score=score, measures=measures, reasons=tuple(reasons or [ORDINARY])
    )


def _featureless(measures: Measures) -> Judgement:
    """All black or white is a picture that failed; any other plain colour may be meant."""
    exposure = measures.exposure or 0
    if ALL_BLACK < exposure < ALL_WHITE:
        return without_stars("featureless", "It shows one plain colour.", measures)
    code = "all_black" if exposure <= ALL_BLACK else "all_white"
    text = f"The whole picture is {code.removeprefix('all_')}."
    reason = Reason(code=code, verdict=Verdict.BAD, text=text)
    return Judgement(stars=1, score=0.0, measures=measures, reasons=(reason,))
