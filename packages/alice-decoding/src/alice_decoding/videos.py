"""MP4, MOV and WebM by FFmpeg: one pass over the packets, one poster frame."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import av
import numpy as np
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from alice_contracts.media import RejectReason
from alice_contracts.media_types import WEBM, MediaType
from alice_decoding.containers.isobmff import check_boxes
from alice_decoding.containers.webm import check_webm
from alice_decoding.limits import DecodeLimits
from alice_decoding.picture import Picture, Reading
from alice_decoding.undecodable import Undecodable
from alice_decoding.verdicts import corrupt

if TYPE_CHECKING:
    # A generic class in the stubs alone.
    from av.packet import Packet

# Fade-ins begin black; behind so many key frames the first one has to do.
CANDIDATES = 8
# Mean grey from 0 to 255.
BLACK = 12


def read_video(file: BinaryIO, length: int, media_type: MediaType, limits: DecodeLimits) -> Reading:
    """Hash the coded frames and decode key frames until one is not black.

    Raises:
        Undecodable: the file is broken, has no video track or exceeds a limit.
    """
    with _opened(file, length, media_type, limits) as (container, stream):
        return _read(container, stream)


def read_poster(
    file: BinaryIO, length: int, media_type: MediaType, limits: DecodeLimits
) -> Picture:
    """The poster frame alone: nothing behind it is read, however long the video is.

    Raises:
        Undecodable: the file is broken up to there, has no video track or exceeds a limit.
    """
    with _opened(file, length, media_type, limits) as (container, stream):
        poster = _Poster(stream.codec_context)
        for packet in container.demux(stream):
            if packet.size and packet.is_keyframe:
                poster.offer(packet)
            if poster.is_settled:
                break
        return poster.picture()


@contextmanager
def _opened(
    file: BinaryIO, length: int, media_type: MediaType, limits: DecodeLimits
) -> Iterator[tuple[InputContainer, VideoStream]]:
    if media_type == WEBM:
        check_webm(file, length)
    else:
        check_boxes(file, length, silence_is_zeros=True)
    file.seek(0)
    try:
        # The format is named, so no other demuxer ever sees the file.
        demuxer = "matroska" if media_type == WEBM else "mov"
        with av.open(file, format=demuxer) as container:
            assert isinstance(container, InputContainer)
            yield container, _video_stream(container, limits)
    except av.FFmpegError as error:
        raise corrupt(str(error)) from error


def _video_stream(container: InputContainer, limits: DecodeLimits) -> VideoStream:
    if not container.streams.video:
        detail = "There is no video in this file, and sound alone is not taken."
        raise Undecodable(RejectReason.UNKNOWN_TYPE, detail)
    stream = container.streams.video[0]
    context = stream.codec_context
    limits.check_pixels(context.width, context.height)
    # A stream may lie in its headers: FFmpeg asks again at each frame.
    context.options = {"max_pixels": str(limits.pixels)}
    context.thread_count = 1
    return stream


def _read(container: InputContainer, stream: VideoStream) -> Reading:
    digest, frames, poster = hashlib.sha256(), 0, _Poster(stream.codec_context)
    for packet in container.demux(stream):
        if packet.size == 0:
            continue
        digest.update(packet)
        frames += 1
        if packet.is_keyframe:
            poster.offer(packet)
    rate = stream.average_rate
    return Reading(
        picture=poster.picture(),
        frames=frames,
        duration=None if container.duration is None else container.duration / av.time_base,
        frame_rate=None if rate is None else float(rate),
        codec=stream.codec_context.codec.canonical_name,
        frames_hash=digest.hexdigest(),
        decodes=poster.decodes,
    )


class _Poster:
    """The first key frame that is not black, or the first of all."""

    def __init__(self, context: VideoCodecContext) -> None:
        self._context = context
        self._found = False
        self._frame: VideoFrame | None = None
        self.decodes = 0

    @property
    def is_settled(self) -> bool:
        """No further frame can change it."""
        return self._found or self.decodes == CANDIDATES

    def picture(self) -> Picture:
        if self._frame is None:
            raise corrupt("no frame of it can be decoded")
        return _picture(self._frame)

    def offer(self, key_packet: "Packet[VideoStream]") -> None:
        if self.is_settled:
            return
        self.decodes += 1
        # Flushed at once, because decoders hold frames back for what may follow.
        frames = [*self._context.decode(key_packet), *self._context.decode(None)]
        self._context.flush_buffers()
        if frames:
            self._found = not _is_black(frames[0])
            self._frame = frames[0] if self._found or self._frame is None else self._frame


def _is_black(frame: VideoFrame) -> bool:
    return bool(frame.to_ndarray(format="gray").mean() < BLACK)


def _picture(frame: VideoFrame) -> Picture:
    """As displayed: rotated as the container says (degrees anticlockwise)."""
    pixels = np.rot90(frame.to_ndarray(format="rgb24"), frame.rotation // 90)
    return Picture(np.ascontiguousarray(pixels))
