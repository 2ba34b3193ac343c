"""What costs a picture points, how many, and how it is told."""

from dataclasses import dataclass

import numpy as np

from alice_contracts.assessment import Measures, Reason, Verdict


@dataclass(frozen=True)
class Flaw:
    """Points lost by the value of one measure, straight between the given (value, points).

    `code` is stable; `text` may name measures.
    """

    code: str
    measure: str
    points: tuple[tuple[float, float], ...]
    text: str

    def cost(self, measures: Measures) -> float:
        """Of a hundred points; none for what could not be measured."""
        value = getattr(measures, self.measure)
        if value is None:
            return 0.0
        values, costs = zip(*self.points, strict=True)
        return float(np.interp(value, values, costs))

    def reason(self, measures: Measures) -> Reason:
        text = self.text.format(**measures.model_dump())
        return Reason(code=self.code, verdict=Verdict.BAD, text=text)


FLAWS = (
    # Usual is 0.6; a Gaussian blur of one pixel leaves about 0.33, of two pixels 0.17.
    Flaw(
        "blurred",
        "sharpness",
        ((0.09, 80), (0.17, 68), (0.25, 45), (0.33, 18), (0.4, 4), (0.75, 0)),
        "Blurred: even its sharpest parts are soft.",
    ),
    # Film grain has 0.008, two steps of 255; 0.02 is seen at once.
    Flaw(
        "noisy",
        "noise",
        ((0.012, 0), (0.02, 10), (0.04, 38), (0.08, 64), (0.16, 82)),
        "Noisy: grain lies even over its calm parts.",
    ),
    # JPEG of quality 50 leaves 0.25, of 20 0.4, of 10 0.5.
    Flaw(
        "blocky",
        "blockiness",
        ((0.15, 0), (0.25, 14), (0.35, 38), (0.45, 56), (0.65, 76)),
        "Blocky: compressed so hard that the blocks show.",
    ),
    # Drawings and smooth pictures come to 60 without a fault, so this alone takes no more than
    # two stars.
    Flaw(
        "unnatural",
        "brisque",
        ((0, 0), (45, 6), (60, 12), (80, 26), (100, 38)),
        "Its fine structure is not that of an undistorted photograph (BRISQUE {brisque:.0f}).",
    ),
    Flaw(
        "burnt_out",
        "clipped_highlights",
        ((0.02, 0), (0.1, 16), (0.25, 46), (0.5, 68), (0.8, 88)),
        "{clipped_highlights:.0%} of the picture is burnt out.",
    ),
    Flaw(
        "drowned",
        "clipped_shadows",
        ((0.15, 0), (0.4, 30), (0.7, 60), (0.9, 86)),
        "{clipped_shadows:.0%} of the picture is lost in black.",
    ),
    Flaw(
        "too_dark",
        "exposure",
        ((0.02, 60), (0.06, 28), (0.11, 0)),
        "Too dark: on average {exposure:.0%} of full light.",
    ),
    Flaw(
        "too_light",
        "exposure",
        ((0.92, 0), (0.98, 30)),
        "Too light: on average {exposure:.0%} of full light.",
    ),
    Flaw(
        "low_contrast",
        "contrast",
        ((0, 86), (0.05, 72), (0.15, 52), (0.3, 20), (0.45, 0)),
        "Dull: its tones fill {contrast:.0%} of the range.",
    ),
)

# For a picture of which no part has the contrast to be sharp.
NO_DETAIL = Flaw(
    "no_detail",
    "contrast",
    ((0, 72), (1, 72)),
    "There is no detail in it: nothing has an edge.",
)
