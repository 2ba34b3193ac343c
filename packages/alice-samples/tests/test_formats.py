"""Every maker writes its format, the same bytes for the same seed."""

import io
from collections.abc import Callable

import av
import pillow_heif
import pytest
from PIL import Image

from alice_samples import stills, videos

pillow_heif.register_heif_opener()

STILLS = {
    "PNG": stills.png,
    "JPEG": stills.jpeg,
    "WEBP": stills.webp,
    "GIF": stills.gif,
    "AVIF": stills.avif,
    "HEIF": stills.heic,
}


@pytest.mark.parametrize(("name", "make"), STILLS.items())
def test_a_still_has_its_format_and_size(name: str, make: Callable[..., bytes]):
    content = make(3, (96, 64))
    with Image.open(io.BytesIO(content)) as image:
        assert (image.format, image.size) == (name, (96, 64))
    assert content == make(3, (96, 64))
    assert content != make(4, (96, 64))


def test_an_animated_webp_has_its_frames():
    with Image.open(io.BytesIO(stills.animated_webp(1, (64, 64), frames=5))) as image:
        assert (image.format, image.n_frames) == ("WEBP", 5)


@pytest.mark.parametrize(
    ("make", "codec"), [(videos.mp4, "h264"), (videos.mov, "h264"), (videos.webm, "vp9")]
)
def test_a_video_has_its_codec_size_and_frames(make: Callable[..., bytes], codec: str):
    content = make(5, (96, 64), frames=6)
    with av.open(io.BytesIO(content)) as video:
        stream = video.streams.video[0]
        assert (stream.codec_context.name.removeprefix("lib"), stream.width) == (codec, 96)
        assert len(list(video.decode(stream))) == 6
    assert content == make(5, (96, 64), frames=6)
