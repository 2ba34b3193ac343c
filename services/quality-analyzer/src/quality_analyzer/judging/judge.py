"""From an original to its judgement, with one decode."""

import io
from functools import cache

import httpx

from alice_contracts.assessment import Judgement
from alice_core.http.inner import inner_files
from alice_core.http.remote_file import LARGEST_READ, RemoteFile
from alice_decoding.limits import DecodeLimits
from alice_decoding.picture import Picture
from alice_decoding.reading import read_picture, refusals
from quality_analyzer.judging.original import Original
from quality_analyzer.judging.refusals import without_stars
from quality_analyzer.judging.stars import stars
from quality_analyzer.measuring.measure import SMALLEST_EDGE, measure


def judge(original: Original, limits: DecodeLimits) -> Judgement:
    """Fetch, decode and judge a picture, or the poster frame of a video.

    Raises:
        Undecodable: the file is refused.
        RemoteFileError: the bytes cannot be had.
    """
    http = _connection(original.service, original.token)
    with RemoteFile(http, original.path, LARGEST_READ) as file:
        picture = read_picture(io.BufferedReader(file), file.size, limits)
    with refusals():
        return judge_picture(picture)


def judge_picture(picture: Picture) -> Judgement:
    if min(picture.width, picture.height) < SMALLEST_EDGE:
        size = f"{picture.width} x {picture.height}"
        text = f"It has {size} pixels; from {SMALLEST_EDGE} x {SMALLEST_EDGE} on they tell enough."
        return without_stars("too_small", text)
    return stars(measure(picture.pixels))


@cache
def _connection(service: str, token: str) -> httpx.Client:
    """One for all files that this process reads."""
    return inner_files(service, token)
