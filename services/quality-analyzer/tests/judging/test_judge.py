"""From a file behind assets to its judgement, as a worker does it."""

import io
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.responses import FileResponse
from PIL import Image

from alice_contracts.identity import asset_id_of
from alice_contracts.media import RejectReason
from alice_core.http.remote_file import LARGEST_READ, RemoteFileError
from alice_core.testing.http import http_server
from alice_decoding.limits import DecodeLimits
from alice_decoding.pool import DecodePool
from alice_decoding.undecodable import Undecodable
from alice_samples import hostile, stills, videos
from quality_analyzer.judging import worker
from quality_analyzer.judging.judge import judge
from quality_analyzer.judging.original import Original

MODES = ("L", "LA", "P", "1", "I;16", "CMYK", "RGBA")


@pytest.fixture(scope="module")
def assets(tmp_path_factory):
    """Where bytes are served by their hash, as assets does it; counts how often each was."""
    folder, app, served = tmp_path_factory.mktemp("originals"), FastAPI(), Counter()

    @app.get("/api/v1/assets/{asset_id}/content")
    def content(asset_id: str) -> FileResponse:
        served[asset_id] += 1
        return FileResponse(folder / asset_id)

    with http_server(app) as url:
        yield folder, url, served


@pytest.fixture
def original(assets):
    folder, url, _ = assets

    def keep(content: bytes) -> Original:
        asset_id = asset_id_of(content)
        (folder / asset_id).write_bytes(content)
        return Original(url, "token", asset_id)

    return keep


def saved(image: Image.Image, file_format: str) -> bytes:
    file = io.BytesIO()
    image.save(file, file_format)
    return file.getvalue()


def in_mode(picture: np.ndarray, mode: str) -> bytes:
    image = Image.fromarray(picture)
    if mode == "I;16":
        sixteen = np.asarray(image.convert("L")).astype(np.uint16) * 257
        return saved(Image.fromarray(sixteen), "PNG")
    if mode in {"LA", "RGBA"}:
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    return saved(image.convert(mode), "JPEG" if mode == "CMYK" else "PNG")


@pytest.mark.parametrize("mode", MODES)
def test_every_layout_of_pixels_is_judged(original, make_picture, mode: str):
    judgement = judge(original(in_mode(make_picture(1), mode)), DecodeLimits())
    assert judgement.stars is not None
    assert judgement.measures.exposure == pytest.approx(0.4, abs=0.2)
    assert judgement.reasons


@pytest.mark.parametrize(
    "content",
    [
        *(make(1, (128, 96)) for make in (stills.avif, stills.heic, stills.webp, stills.jpeg)),
        *(make(1, (128, 96)) for make in (stills.gif, stills.animated_webp)),
        *(make(1, (128, 96), frames=6) for make in (videos.mp4, videos.mov, videos.webm)),
    ],
)
def test_every_format_is_judged(original, content: bytes):
    assert judge(original(content), DecodeLimits()).stars is not None


def test_a_picture_is_fetched_by_one_request(assets, original):
    noise = np.random.default_rng(1).integers(0, 256, (600, 900, 3), np.uint8)
    content = saved(Image.fromarray(noise), "PNG")
    assert 1_500_000 < len(content) < LARGEST_READ
    kept = original(content)
    judge(kept, DecodeLimits())
    *_, served = assets
    assert served[kept.asset_id] == 1


@pytest.mark.parametrize("size", [(1, 1), (63, 500), (500, 63)])
def test_a_tiny_picture_has_a_reason_in_place_of_stars(original, size):
    judgement = judge(original(stills.png(1, size)), DecodeLimits())
    assert (judgement.stars, judgement.score) == (None, None)
    [reason] = judgement.reasons
    assert reason.code == "too_small"
    assert f"{size[0]} x {size[1]}" in reason.text


def test_what_is_broken_is_refused(original):
    with pytest.raises(Undecodable) as refusal:
        judge(original(hostile.truncated(stills.png(1))), DecodeLimits())
    assert refusal.value.reason is RejectReason.TRUNCATED


async def test_verdicts_and_missing_files_come_out_of_the_worker(original, make_picture):
    kept = original(saved(Image.fromarray(make_picture(1)), "PNG"))
    nowhere = Original("http://127.0.0.1:9", "token", kept.asset_id)
    async with DecodePool(worker.run, workers=1) as pool:
        assert (await pool.decode(kept)).stars >= 4
        with pytest.raises(RemoteFileError) as error:
            await pool.decode(nowhere)
        assert error.value.status is None
        with pytest.raises(Undecodable):
            await pool.decode(original(b"no picture"))


def test_the_parent_loads_no_decoder():
    """Idle memory: all services of a machine are forked from one process."""
    program = "import sys, quality_analyzer.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert not {"cv2", "pyvips", "av", "PIL", "numpy"} & set(done.stdout.decode().split())


@pytest.mark.real_files
def test_a_real_file_has_stars_or_a_reason(original, real_file):
    content = Path(real_file.path).read_bytes()
    judgement = judge(original(content), DecodeLimits())
    assert judgement.reasons
    if real_file.size and min(real_file.size) < 64:
        assert [reason.code for reason in judgement.reasons] == ["too_small"]
    else:
        assert judgement.stars is not None or judgement.reasons[0].code == "featureless"


@pytest.mark.real_files
def test_most_real_files_are_good(original, real_files):
    """What generators gave to people to keep: four or five stars for eight of ten."""
    judgements = [judge(original(f.path.read_bytes()), DecodeLimits()) for f in real_files]
    given = [judgement.stars for judgement in judgements if judgement.stars is not None]
    assert sum(count >= 4 for count in given) > 0.8 * len(given)
