"""One maker a video format: the bytes of a short clip, deterministic by seed."""

import io
from collections.abc import Mapping

import av
import numpy as np
from av.video.stream import VideoStream

from alice_samples.pictures import Size
from alice_samples.stills import motion

DEFAULT_SIZE: Size = (320, 192)
FRAME_RATE = 24
# One thread, because the bytes of a threaded encoder depend on the machine.
CODEC_OPTIONS = {
    "libx264": {"preset": "veryfast", "threads": "1"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "threads": "1"},
}


def mp4(seed: int, size: Size = DEFAULT_SIZE, frames: int = 24, comment: str = "") -> bytes:
    """An MP4 with H.264, its index at the end, with a comment tag."""
    return _encode("mp4", "libx264", seed, size, frames, {"comment": comment})


def mov(seed: int, size: Size = DEFAULT_SIZE, frames: int = 24) -> bytes:
    """A QuickTime film with H.264."""
    return _encode("mov", "libx264", seed, size, frames, {})


def webm(seed: int, size: Size = DEFAULT_SIZE, frames: int = 24) -> bytes:
    """A WebM with VP9."""
    return _encode("webm", "libvpx-vp9", seed, size, frames, {})


def _encode(
    container: str, codec: str, seed: int, size: Size, frames: int, tags: Mapping[str, str]
) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container, options={"fflags": "+bitexact"}) as output:
        output.metadata.update(tags)
        stream = output.add_stream(codec, rate=FRAME_RATE, options=CODEC_OPTIONS[codec])
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for image in motion(seed, size, frames):
            frame = av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return file.getvalue()
