"""How good a picture looks, with the reasons in words."""

from collections.abc import Iterator

from alice_cli.views.facts import Fact, listed
from alice_cli.views.text import star_signs
from alice_contracts.assessment import Judgement, Measures, Verdict
from alice_contracts.http.door import AssetView
from alice_contracts.http.search import Document

SIGNS = {Verdict.GOOD: "+", Verdict.BAD: "−", Verdict.NOTE: "·"}


def judgement_facts(view: AssetView) -> Iterator[Fact]:
    """Nothing where nobody has judged yet."""
    judgement = view.quality.judgement if view.quality else _heard(view.document)
    if judgement is None:
        return
    score = "" if judgement.score is None else f"  {judgement.score:.0f} of 100"
    yield "Stars", f"{star_signs(judgement.stars) or 'none'}{score}"
    yield from listed(
        "Because", (f"{SIGNS[reason.verdict]} {reason.text}" for reason in judgement.reasons)
    )


def _heard(document: Document | None) -> Judgement | None:
    """What search has heard from quality."""
    if document is None or (document.stars is None and not document.reasons):
        return None
    return Judgement(
        stars=document.stars,
        score=document.score,
        measures=Measures(),
        reasons=tuple(document.reasons),
    )
