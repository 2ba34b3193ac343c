"""All measures of one picture."""

from alice_contracts.assessment import Measures
from alice_decoding.picture import Pixels
from quality_analyzer.measuring.blockiness import blockiness
from quality_analyzer.measuring.brisque import brisque
from quality_analyzer.measuring.detail import detail
from quality_analyzer.measuring.planes import visible, windows
from quality_analyzer.measuring.tones import tones

# Shorter edges hold too few blocks and tiles for any statistics.
SMALLEST_EDGE = 64
DIGITS = 4


def measure(pixels: Pixels) -> Measures:
    """Height x width x 3 (RGB) or 4 (RGBA); both edges at least `SMALLEST_EDGE`."""
    seen = visible(pixels)
    planes = list(windows(seen))
    fine, light = detail(planes), tones(seen)
    return Measures(
        brisque=_rounded(brisque(planes)),
        sharpness=_rounded(fine.sharpness),
        noise=_rounded(fine.noise),
        exposure=_rounded(light.exposure),
        contrast=_rounded(light.contrast),
        clipped_shadows=_rounded(light.clipped_shadows),
        clipped_highlights=_rounded(light.clipped_highlights),
        blockiness=_rounded(blockiness(planes)),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
