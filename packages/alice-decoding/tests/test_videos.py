"""Videos give a poster frame, their length and an identity of their coded frames."""

import io

import av
import numpy as np
import pytest
from PIL import Image

from alice_contracts.media import RejectReason
from alice_contracts.media_types import MOV, MP4, WEBM
from alice_decoding.undecodable import Undecodable
from alice_samples import videos

SIZE = (96, 64)
# Of a track header's matrix: identity, and a quarter turn clockwise (ISO/IEC 14496-12, 8.3.2).
IDENTITY = bytes.fromhex("00010000" + "00" * 12 + "00010000" + "00" * 12 + "40000000")
QUARTER_TURN = bytes.fromhex(
    "00000000" + "00010000" + "00" * 4 + "ffff0000" + "00" * 16 + "40000000"
)


def encode(frames: list[np.ndarray], key_every: int) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        options = {"g": str(key_every), "sc_threshold": "0"}
        stream = output.add_stream("libx264", rate=10, options=options)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for pixels in frames:
            output.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        output.mux(stream.encode())
    return file.getvalue()


def remux(content: bytes, container: str) -> bytes:
    file = io.BytesIO()
    with av.open(io.BytesIO(content)) as source, av.open(file, "w", format=container) as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                packet.stream = stream
                target.mux(packet)
    return file.getvalue()


def plain(value: int) -> np.ndarray:
    return np.full((SIZE[1], SIZE[0], 3), value, np.uint8)


def poster_mean(decoded) -> float:
    with Image.open(io.BytesIO(decoded.renditions[0].data)) as image:
        return float(np.asarray(image).mean())


@pytest.mark.parametrize(
    ("content", "media_type", "codec"),
    [
        (videos.mp4(1, SIZE, frames=12), MP4, "h264"),
        (videos.mov(1, SIZE, frames=12), MOV, "h264"),
        (videos.webm(1, SIZE, frames=12), WEBM, "vp9"),
    ],
)
def test_a_video(decode_bytes, content: bytes, media_type, codec: str):
    decoded = decode_bytes(content)
    assert (decoded.media_type, decoded.codec) == (media_type, codec)
    assert (decoded.width, decoded.height, decoded.frames) == (*SIZE, 12)
    assert (decoded.frame_rate, decoded.decodes) == (24.0, 1)
    assert decoded.duration == pytest.approx(0.5, abs=0.02)


def test_the_poster_is_the_first_key_frame_that_is_not_black(decode_bytes):
    decoded = decode_bytes(encode([plain(0)] * 4 + [plain(200)] * 4, key_every=2))
    assert poster_mean(decoded) == pytest.approx(200, abs=5)
    assert decoded.decodes == 3


def test_a_black_video_has_a_black_poster(decode_bytes):
    decoded = decode_bytes(encode([plain(0)] * 30, key_every=1))
    assert poster_mean(decoded) < 5
    assert decoded.decodes == 8


def test_a_video_stands_upright(decode_bytes):
    left_bright = plain(20)
    left_bright[:, : SIZE[0] // 2] = 220
    content = encode([left_bright], key_every=1)
    assert content.count(IDENTITY) == 2  # of the film and of its track
    turned = content[::-1].replace(IDENTITY[::-1], QUARTER_TURN[::-1], 1)[::-1]
    decoded = decode_bytes(turned)
    assert (decoded.width, decoded.height) == (SIZE[1], SIZE[0])
    with Image.open(io.BytesIO(decoded.renditions[0].data)) as image:
        pixels = np.asarray(image)
    assert pixels[:40].mean() > 180 > 60 > pixels[56:].mean()


def test_another_container_holds_the_same_video(decode_bytes):
    content = videos.mp4(1, SIZE, frames=12)
    decoded = decode_bytes(content)
    assert decode_bytes(remux(content, "mov")).pixel_hash == decoded.pixel_hash
    assert decode_bytes(videos.mp4(1, SIZE, 12, "seen")).pixel_hash == decoded.pixel_hash
    assert decode_bytes(videos.mp4(1, SIZE, 11)).pixel_hash != decoded.pixel_hash


def test_sound_alone_is_not_taken(decode_bytes):
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=48_000)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        silence.rate = 48_000
        output.mux(stream.encode(silence))
        output.mux(stream.encode())
    with pytest.raises(Undecodable, match="no video") as refusal:
        decode_bytes(file.getvalue())
    assert refusal.value.reason is RejectReason.UNKNOWN_TYPE
