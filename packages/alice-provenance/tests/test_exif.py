"""EXIF: both byte orders, text in every guise, and directories that lie or loop."""

import struct

import pytest

from alice_provenance import limits
from alice_provenance.exif import decode_user_comment, read_exif
from alice_provenance.raw import Raw

BYTE, ASCII, SHORT, LONG, UNDEFINED = 1, 2, 3, 4, 7
PREFIX = b"Exif\0\0"


def directory(entries, at: int, order: str, following: int = 0) -> bytes:
    """An IFD at `at` with its values behind it; entries are tag, type and bytes or a number."""
    values_at = at + 2 + 12 * len(entries) + 4
    table, values = struct.pack(f"{order}H", len(entries)), b""
    for tag, kind, value in entries:
        if isinstance(value, int):
            table += struct.pack(f"{order}HHII", tag, kind, 1, value)
        elif len(value) <= 4:
            table += struct.pack(f"{order}HHI", tag, kind, len(value)) + value.ljust(4, b"\0")
        else:
            place = values_at + len(values)
            table += struct.pack(f"{order}HHII", tag, kind, len(value), place)
            values += value
    return table + struct.pack(f"{order}I", following) + values


def tiff(ifd0, exif=(), order: str = ">") -> bytes:
    header = {">": b"MM\0*", "<": b"II*\0"}[order] + struct.pack(f"{order}I", 8)
    pointer = len(header) + len(directory([*ifd0, (0x8769, LONG, 0)], 8, order))
    first = directory([*ifd0, (0x8769, LONG, pointer)], 8, order)
    return header + first + directory(list(exif), pointer, order)


def read(data: bytes):
    return list(read_exif(Raw(data)))


def texts(data: bytes) -> dict[str, str | None]:
    return {block.place: block.text for block in read(data)}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("prefix", [b"", PREFIX])
def test_both_orders_with_the_prefix_and_without(order, prefix):
    ifd0 = [(0x010F, ASCII, b"workflow:{}\0"), (0x0131, ASCII, b"abc\0"), (0x0100, SHORT, 640)]
    exif = [(0x9003, ASCII, b"2026:01:02 03:04:05\0"), (0x010C, ASCII, b"extra:1\0")]
    assert texts(prefix + tiff(ifd0, exif, order)) == {
        "EXIF IFD0.Make": "workflow:{}",
        "EXIF IFD0.Software": "abc",
        "EXIF Exif.DateTimeOriginal": "2026:01:02 03:04:05",
        "EXIF Exif.0x010C": "extra:1",
    }


@pytest.mark.parametrize("kind", [ASCII, BYTE, UNDEFINED])
def test_a_user_comment_of_any_type_in_either_directory(kind):
    comment = (0x9286, kind, b'{"prompt": 1}\0')
    assert texts(tiff([comment])) == {"EXIF IFD0.UserComment": '{"prompt": 1}'}
    (block,) = read(tiff([], [comment]))
    assert (block.place, block.key, block.text) == (
        *("EXIF Exif.UserComment", "UserComment", '{"prompt": 1}'),
    )


def test_texts_are_utf8_or_latin1():
    ifd0 = [(0x013B, ASCII, "Müller".encode("latin-1")), (0x010E, ASCII, "写真".encode())]
    assert list(texts(tiff(ifd0)).values()) == ["Müller", "写真"]


def test_windows_writes_utf16_and_makers_write_what_they_like():
    notes = [
        (0x9C9C, BYTE, "a cat, 猫".encode("utf-16-le") + b"\0\0"),
        (0x927C, UNDEFINED, b"fooocus"),
    ]
    assert texts(tiff(notes)) == {
        "EXIF IFD0.XPComment": "a cat, 猫",
        "EXIF IFD0.MakerNote": "fooocus",
    }
    (binary,) = read(tiff([(0x927C, UNDEFINED, bytes(range(40)))]))
    assert (binary.text, binary.data) == (None, bytes(range(40)))


@pytest.mark.parametrize("codec", ["utf-16-be", "utf-16-le", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        "a cat\nSteps: 20, Sampler: Euler a",
        "初音ミクのポートレート。美麗な2Dアニメイラスト。白背景。",
        "色调艳丽，过曝，静态，细节模糊不清，字幕，风格，作品，画作",
        "кот сидит на окне и смотрит вниз",
        "🖼 and 🎨",
    ],
)
def test_utf16_is_told_by_its_content(codec, text):
    assert decode_user_comment(b"UNICODE\0" + text.encode(codec)) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"ASCII\0\0\0plain", "plain"),
        (b"ASCII\0\0\0" + "写真".encode() + b"\0\0", "写真"),
        (bytes(8) + b"undefined", "undefined"),
        (b"JIS\0\0\0\0\0" + "写真".encode("iso2022_jp"), "写真"),
        (b"no charset at all", "no charset at all"),
        (b"UNICODE\0", ""),
        (b"UNICODE\0" + "odd".encode("utf-16-be") + b"\0", "odd"),
        (b"UNICODE\0\xd8\x00\0a", "\ufffda"),
        (b"", ""),
        (b"cut", "cut"),
    ],
)
def test_character_codes(data, text):
    assert decode_user_comment(data) == text


def test_directories_that_loop_are_read_once():
    looping = b"MM\0*" + struct.pack(">I", 8)
    looping += directory([(0x010F, ASCII, b"abc\0"), (0x8769, LONG, 8)], 8, ">", following=8)
    assert texts(looping) == {"EXIF IFD0.Make": "abc"}


def test_an_entry_that_reaches_past_the_end_is_cut():
    lying = b"MM\0*" + struct.pack(">IHHHII", 8, 1, 0x010F, ASCII, 5000, 26) + bytes(4) + b"here"
    (block,) = read(lying)
    assert (block.text, block.problem) == ("here", "4,996 of its 5,000 bytes are missing")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "it breaks off at byte 0"),
        (b"not a TIFF", "no TIFF header begins it"),
        (b"II*\0\xff\xff\xff\x7f", "it breaks off at byte"),
        (b"MM\0*\0\0\0\x08\xff\xff", "it breaks off at byte 10"),
    ],
)
def test_what_cannot_be_followed_is_kept_whole(data, problem):
    *_, block = read(data)
    assert (block.place, block.key, block.data, block.text) == ("EXIF", "EXIF", data, None)
    assert block.problem.startswith(problem)


def test_entries_are_limited(monkeypatch):
    monkeypatch.setattr(limits, "IFD_ENTRIES", 5)
    *blocks, end = read(tiff([(0x010F, ASCII, b"abc\0")] * 20))
    assert (len(blocks), end.problem) == (5, "it has more than 5 entries")
