"""PNG chunks (W3C PNG specification, third edition): wholeness and inflation bombs."""

import struct
import zlib
from collections.abc import Iterator
from itertools import accumulate

from alice_decoding.limits import DecodeLimits
from alice_decoding.verdicts import bomb, truncated

SIGNATURE_LENGTH = 8
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
TEXT_CHUNKS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"iCCP"})
# What a compressed text may always inflate to.
TEXT_SLACK = 64 * 1024
# What poorly compressed picture data may exceed the raw picture by, beside an eighth.
PICTURE_SLACK = 4 * 1024


def check_png(data: bytes, limits: DecodeLimits) -> None:
    """Raises Undecodable if the file has no end, or inflates past what its header promises."""
    seen = list(chunks(data))
    if not seen or seen[-1][0] != b"IEND":
        raise truncated("its last chunk is missing")
    _check_picture_data(seen[0][1], sum(len(body) for kind, body in seen if kind == b"IDAT"))
    texts = (_inflated_length(kind, body, limits) for kind, body in seen)
    if any(total > limits.text_bytes for total in accumulate(texts)):
        raise bomb(f"its texts exceed {limits.text_bytes:,} bytes")


def chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Kind and body of each chunk that is wholly there, up to the end of the picture."""
    view, at = memoryview(data), SIGNATURE_LENGTH
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > len(data):
            return
        yield kind, view[at + 8 : at + 8 + length]
        if kind == b"IEND":
            return
        at += 12 + length


def animation(data: bytes) -> tuple[int, float | None]:
    """Frames and seconds of an animated PNG; 1 and None for a still one."""
    frames, seconds = 1, 0.0
    for kind, body in chunks(data):
        if kind == b"acTL":
            frames = int.from_bytes(body[:4], "big")
        elif kind == b"fcTL":
            numerator, denominator = struct.unpack_from(">HH", body, 20)
            seconds += numerator / (denominator or 100)
    return (frames, seconds) if frames > 1 else (1, None)


def _check_picture_data(header: memoryview, compressed: int) -> None:
    """Deflate never makes data notably longer: more than the raw picture hides a bomb."""
    width, height, depth, colour = struct.unpack_from(">IIBB", header)
    raw = height * (1 + (width * CHANNELS.get(colour, 4) * depth + 7) // 8)
    if compressed > raw + raw // 8 + PICTURE_SLACK:
        raise bomb(f"its picture data of {compressed:,} bytes exceed the picture")


def _inflated_length(kind: bytes, body: memoryview, limits: DecodeLimits) -> int:
    """The bytes that a text or profile takes in memory, 0 for what is neither."""
    if kind not in TEXT_CHUNKS:
        return 0
    compressed = _compressed_part(kind, bytes(body))
    if compressed is None:
        return len(body)
    allowed = min(limits.text_bytes, TEXT_SLACK + limits.inflation_ratio * len(compressed))
    length = _inflate(compressed, allowed + 1)
    if length > allowed:
        raise bomb(f"a {kind.decode()} chunk of {len(body):,} bytes inflates past {allowed:,}")
    return length


def _compressed_part(kind: bytes, body: bytes) -> bytes | None:
    """Past the keyword and the compression method; for iTXt also past both language fields."""
    _, _, rest = body.partition(b"\0")
    if kind == b"tEXt" or (kind == b"iTXt" and rest[:1] != b"\1"):
        return None
    return rest[1:] if kind != b"iTXt" else rest[2:].split(b"\0", 2)[-1]


def _inflate(compressed: bytes, at_most: int) -> int:
    try:
        return len(zlib.decompressobj().decompress(compressed, at_most))
    except zlib.error:
        return 0  # the decoders pass over a text that they cannot read
