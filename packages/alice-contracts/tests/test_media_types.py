"""Media types are told by content alone."""

import pytest

from alice_contracts.media_types import (
    AVIF,
    GIF,
    HEAD_BYTES,
    HEIC,
    JPEG,
    MOV,
    MP4,
    PNG,
    WEBM,
    WEBP,
    MediaType,
    media_type_of,
)
from alice_samples import stills, videos

SIZE = (64, 64)


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    body = major + bytes(4) + b"".join(compatible)
    return (8 + len(body)).to_bytes(4, "big") + b"ftyp" + body + bytes(64)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (stills.png(1, SIZE), PNG),
        (stills.jpeg(1, SIZE), JPEG),
        (stills.webp(1, SIZE), WEBP),
        (stills.animated_webp(1, SIZE), WEBP),
        (stills.gif(1, SIZE), GIF),
        (stills.avif(1, SIZE), AVIF),
        (stills.heic(1, SIZE), HEIC),
        (videos.mp4(1, SIZE, frames=2), MP4),
        (videos.mov(1, SIZE, frames=2), MOV),
        (videos.webm(1, SIZE, frames=2), WEBM),
    ],
)
def test_what_encoders_write_is_told_from_its_head(content: bytes, expected: MediaType):
    assert media_type_of(content[:HEAD_BYTES]) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (ftyp(b"mif1", b"mif1", b"heic"), HEIC),
        (ftyp(b"mif1", b"mif1", b"avif", b"miaf"), AVIF),
        (ftyp(b"msf1", b"hevc"), HEIC),
        (ftyp(b"avis", b"msf1", b"iso8"), AVIF),
        (ftyp(b"qt  ", b"isom"), MOV),
        (ftyp(b"mp42", b"qt  "), MP4),
        (ftyp(b"iso6"), MP4),
        (b"\0\0\0\x08wide\0\0\1\0mdat", MOV),
    ],
)
def test_the_major_brand_counts_first_and_structural_ones_not(head: bytes, expected: MediaType):
    assert media_type_of(head) == expected


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x89PN",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"RIFF\0\0\0\0WAVEfmt ",
        ftyp(b"mif1", b"mif1", b"miaf"),
        ftyp(b"M4A ", b"isom", b"mp42"),
        b"\x1a\x45\xdf\xa3",
        b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska",
    ],
)
def test_what_is_none_of_ours_is_unknown(head: bytes):
    assert media_type_of(head) is None


def test_a_doctype_is_found_behind_other_elements():
    assert media_type_of(b"\x1a\x45\xdf\xa3\x8b\x42\x86\x81\x01\x42\x82\x84webm") == WEBM
