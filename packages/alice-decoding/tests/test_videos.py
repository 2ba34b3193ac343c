"""Videos give a poster frame, their length and an identity of their coded frames."""

import io

import av
import numpy as np
import pytest

from alice_contracts.media import RejectReason
from alice_contracts.media_types import MOV, MP4, WEBM
from alice_decoding.limits import DecodeLimits
from alice_decoding.picture import Picture
from alice_decoding.reading import read, read_picture
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


def size_of(picture: Picture) -> tuple[int, int]:
    return picture.width, picture.height


def plain(value: int) -> np.ndarray:
    return np.full((SIZE[1], SIZE[0], 3), value, np.uint8)


@pytest.mark.parametrize(
    ("content", "media_type", "codec"),
    [
        (videos.mp4(1, SIZE, frames=12), MP4, "h264"),
        (videos.mov(1, SIZE, frames=12), MOV, "h264"),
        (videos.webm(1, SIZE, frames=12), WEBM, "vp9"),
    ],
)
def test_a_video(content: bytes, media_type, codec: str):
    found, decoded = read(io.BytesIO(content), len(content), DecodeLimits())
    assert (found, decoded.codec) == (media_type, codec)
    assert (*size_of(decoded.picture), decoded.frames) == (*SIZE, 12)
    assert (decoded.frame_rate, decoded.decodes) == (24.0, 1)
    assert decoded.duration == pytest.approx(0.5, abs=0.02)


def test_the_poster_is_the_first_key_frame_that_is_not_black(read_bytes):
    decoded = read_bytes(encode([plain(0)] * 4 + [plain(200)] * 4, key_every=2))
    assert decoded.picture.pixels.mean() == pytest.approx(200, abs=5)
    assert decoded.decodes == 3


def test_a_black_video_has_a_black_poster(read_bytes):
    decoded = read_bytes(encode([plain(0)] * 30, key_every=1))
    assert decoded.picture.pixels.mean() < 5
    assert decoded.decodes == 8


def test_a_video_stands_upright(read_bytes):
    left_bright = plain(20)
    left_bright[:, : SIZE[0] // 2] = 220
    content = encode([left_bright], key_every=1)
    assert content.count(IDENTITY) == 2  # of the film and of its track
    turned = content[::-1].replace(IDENTITY[::-1], QUARTER_TURN[::-1], 1)[::-1]
    picture = read_bytes(turned).picture
    assert size_of(picture) == (SIZE[1], SIZE[0])
    assert picture.pixels[:40].mean() > 180 > 60 > picture.pixels[56:].mean()


def test_another_container_holds_the_same_video(read_bytes):
    content = videos.mp4(1, SIZE, frames=12)
    decoded, remuxed = read_bytes(content), read_bytes(remux(content, "mov"))
    assert remuxed.frames_hash == decoded.frames_hash
    assert (remuxed.picture.pixels == decoded.picture.pixels).all()
    assert read_bytes(videos.mp4(1, SIZE, 12, "seen")).frames_hash == decoded.frames_hash
    assert read_bytes(videos.mp4(1, SIZE, 11)).frames_hash != decoded.frames_hash


def test_sound_alone_is_not_taken(read_bytes):
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=48_000)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        silence.rate = 48_000
        output.mux(stream.encode(silence))
        output.mux(stream.encode())
    with pytest.raises(Undecodable, match="no video") as refusal:
        read_bytes(file.getvalue())
    assert refusal.value.reason is RejectReason.UNKNOWN_TYPE


class Counting(io.BytesIO):
    """Knows how many bytes were taken of it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(size)
        self.taken += len(content)
        return content


def test_a_poster_is_the_same_and_what_lies_behind_it_is_not_read():
    noise = np.random.default_rng(1).integers(0, 255, (300, SIZE[1], SIZE[0], 3), np.uint8)
    content = encode([plain(0), *noise], key_every=1)
    whole, alone = Counting(content), Counting(content)
    _, reading = read(whole, len(content), DecodeLimits())
    picture = read_picture(alone, len(content), DecodeLimits())
    assert (picture.pixels == reading.picture.pixels).all()
    assert alone.taken < 0.3 * len(content) < whole.taken


@pytest.mark.parametrize("make", [videos.mp4, videos.mov, videos.webm])
def test_a_poster_of_every_container(read_bytes, make):
    content = make(1, SIZE, frames=12)
    picture = read_picture(io.BytesIO(content), len(content), DecodeLimits())
    assert (picture.pixels == read_bytes(content).picture.pixels).all()


def test_a_poster_of_a_broken_video_is_refused():
    content = encode([plain(0)] * 4, key_every=1)
    with pytest.raises(Undecodable) as refusal:
        read_picture(io.BytesIO(content[:-100]), len(content) - 100, DecodeLimits())
    assert refusal.value.reason is RejectReason.TRUNCATED
