"""Kinds of media and the reasons for which a file is refused."""

from enum import StrEnum


class MediaKind(StrEnum):
    IMAGE = "image"
    VIDEO = "video"


class RejectReason(StrEnum):
    EMPTY = "empty"
    UNKNOWN_TYPE = "unknown_type"
    TRUNCATED = "truncated"
    CORRUPT = "corrupt"
    BOMB = "bomb"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_FRAMES = "too_many_frames"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    CHANGING = "changing"
