"""What runs inside an assess worker; light to import, because the parent imports it too."""

from collections.abc import Callable
from functools import cache

from alice_contracts.assessment import Judgement
from alice_decoding.limits import DecodeLimits
from quality_analyzer.judging.original import Original


def run(original: Original, limits: DecodeLimits) -> Judgement:
    """Judge in this process; the libraries are loaded for the first file."""
    return _judge()(original, limits)


@cache
def _judge() -> Callable[[Original, DecodeLimits], Judgement]:
    import cv2

    from alice_decoding import reading
    from quality_analyzer.judging.judge import judge

    reading.configure()
    # A worker has one core.
    cv2.setNumThreads(1)
    return judge
