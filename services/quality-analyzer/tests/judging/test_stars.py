"""Stars follow damage down, and every judgement says why."""

from itertools import pairwise

import numpy as np
import pytest

from alice_contracts.assessment import Judgement, Measures, Verdict
from quality_analyzer.judging.flaws import FLAWS
from quality_analyzer.judging.stars import stars
from quality_analyzer.measuring.measure import measure

# Damage, the codes that may tell it, and strengths from none to plainly visible.
SERIES = {
    "blurred": ({"blurred"}, (0, 1, 1.5, 2.5, 5)),
    "noisy": ({"noisy"}, (0, 6, 14, 28, 45)),
    "compressed": ({"blocky"}, (0, 60, 80, 90, 95)),
    "lightened": ({"burnt_out", "too_light"}, (0, 0.3, 0.6, 0.9)),
    "darkened": ({"too_dark", "all_black"}, (0, 1, 2, 3, 4)),
    "dulled": ({"low_contrast"}, (0, 0.5, 0.7, 0.85)),
}
PLAIN = Measures(
    brisque=20,
    sharpness=0.6,
    noise=0.002,
    exposure=0.5,
    contrast=0.9,
    clipped_shadows=0,
    clipped_highlights=0,
    blockiness=0.02,
)


def codes(judgement: Judgement, verdict: Verdict) -> set[str]:
    return {reason.code for reason in judgement.reasons if reason.verdict is verdict}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("damage", SERIES)
def test_damage_takes_stars_and_is_named(make_picture, damages, damage: str, seed: int):
    told, strengths = SERIES[damage]
    picture = make_picture(seed)
    judgements = [stars(measure(damages[damage](picture, strength))) for strength in strengths]
    whole, *_, ruined = judgements
    assert whole.stars >= 4
    assert not codes(whole, Verdict.BAD) & told
    assert ruined.stars <= 2
    assert codes(ruined, Verdict.BAD) & told
    scores = [judgement.score for judgement in judgements]
    assert all(later < earlier + 1 for earlier, later in pairwise(scores))


def test_a_good_picture_has_five_stars_and_hears_why():
    judgement = stars(PLAIN)
    assert judgement.stars == 5
    assert codes(judgement, Verdict.GOOD) == {"sharp", "clean", "well_exposed"}
    assert judgement.measures == PLAIN


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.code)
def test_every_flaw_costs_and_is_told_with_its_figures(flaw):
    worst = max(flaw.points, key=lambda point: point[1])[0]
    spoilt = PLAIN.model_copy(update={flaw.measure: worst})
    judgement = stars(spoilt)
    assert judgement.score < stars(PLAIN).score - 25
    [reason] = [reason for reason in judgement.reasons if reason.code == flaw.code]
    assert reason.verdict is Verdict.BAD
    assert "{" not in reason.text
    assert reason.text.endswith(".")


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.code)
def test_costs_move_one_way(flaw):
    values, costs = zip(*flaw.points, strict=True)
    assert list(values) == sorted(values)
    assert list(costs) in (sorted(costs), sorted(costs, reverse=True))


def test_the_share_that_is_lost_is_in_the_text():
    judgement = stars(PLAIN.model_copy(update={"clipped_highlights": 0.118}))
    assert judgement.reasons[0].text == "12% of the picture is burnt out."


def test_brisque_alone_takes_no_more_than_two_stars():
    judgement = stars(PLAIN.model_copy(update={"brisque": 130.0}))
    assert judgement.stars == 3
    assert codes(judgement, Verdict.BAD) == {"unnatural"}


def test_lost_stars_have_a_reason_even_where_each_flaw_is_small():
    small = {"brisque": 59.0, "blockiness": 0.2, "contrast": 0.41, "sharpness": 0.42}
    judgement = stars(PLAIN.model_copy(update=small))
    assert judgement.stars == 4
    assert len(codes(judgement, Verdict.BAD)) == 1


def test_noise_is_not_praised_as_sharpness():
    noisy = PLAIN.model_copy(update={"noise": 0.05, "sharpness": 0.8})
    assert "sharp" not in codes(stars(noisy), Verdict.GOOD)


@pytest.mark.parametrize(
    ("value", "expected", "code"),
    [(0, 1, "all_black"), (255, 1, "all_white"), (128, None, "featureless")],
)
def test_one_plain_colour(value: int, expected: int | None, code: str):
    judgement = stars(measure(np.full((200, 200, 3), value, np.uint8)))
    assert judgement.stars == expected
    assert [reason.code for reason in judgement.reasons] == [code]


def test_a_picture_without_any_edge_has_no_detail(make_picture, damages):
    judgement = stars(measure(damages["blurred"](make_picture(1), 40)))
    assert judgement.stars == 1
    assert "no_detail" in codes(judgement, Verdict.BAD)


@pytest.mark.parametrize("seed", range(6))
def test_plain_sample_pictures_are_neither_praised_nor_damned(make_picture, seed: int):
    assert stars(measure(make_picture(seed, (768, 512)))).stars >= 4
