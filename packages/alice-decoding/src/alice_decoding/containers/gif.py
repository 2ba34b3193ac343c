"""GIF blocks (GIF89a specification): wholeness and coded frames."""

from collections.abc import Iterator

from alice_decoding.verdicts import corrupt, truncated

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
GRAPHIC_CONTROL = 0xF9
SCREEN_DESCRIPTOR_END = 13


def check_gif(data: bytes) -> None:
    """Raises Undecodable if the blocks do not lead to the trailer."""
    for _ in coded_frames(data):
        pass


def coded_frames(data: bytes) -> Iterator[memoryview]:
    """The frames and their timing as coded, without comments.

    Raises:
        Undecodable: the blocks break off or make no sense.
    """
    view, at = memoryview(data), SCREEN_DESCRIPTOR_END
    at += _colour_table(data, 10)
    while (introducer := _byte(data, at)) != TRAILER:
        begin = at
        if introducer == EXTENSION:
            at = _skip_sub_blocks(data, at + 2)
        elif introducer == IMAGE:
            at = _skip_sub_blocks(data, at + 10 + _colour_table(data, at + 9) + 1)
        else:
            raise corrupt(f"no GIF block begins at {at:,}")
        if introducer == IMAGE or data[begin + 1] == GRAPHIC_CONTROL:
            yield view[begin:at]


def _colour_table(data: bytes, flags_at: int) -> int:
    """The length of the colour table that a descriptor announces."""
    flags = _byte(data, flags_at)
    return 3 << ((flags & 0b111) + 1) if flags & 0x80 else 0


def _skip_sub_blocks(data: bytes, at: int) -> int:
    while length := _byte(data, at):
        at += 1 + length
    return at + 1


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise truncated("its trailer is missing")
    return data[at]
