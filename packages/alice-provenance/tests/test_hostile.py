"""Random, cut and mutated bytes: nothing is raised, and no limit is passed."""

import io
import struct

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alice_provenance import limits
from alice_provenance.blocks import Block, Blocks
from alice_provenance.collecting import collect
from alice_provenance.containers import gif, isobmff, jpeg, png, webm, webp
from alice_provenance.exif import read_exif
from alice_provenance.generators import a1111
from alice_provenance.interpreting import interpret
from alice_provenance.raw import Raw
from alice_provenance.span import MalformedError, Reads, Span
from alice_provenance.xmp import read_xmp
from alice_samples import hostile, stills, videos
from alice_samples.exif import user_comment_exif
from alice_samples.png_chunks import chunk

quick = settings(deadline=None, max_examples=100)

INFOTEXT = "a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 8x8"
SIZE = (16, 16)
SAMPLES = {
    "png": stills.png(1, SIZE, {"parameters": INFOTEXT, "prompt": '{"1": {}}'}),
    "jpeg": stills.jpeg(1, SIZE, INFOTEXT),
    "webp": stills.webp(1, SIZE, INFOTEXT),
    "animated webp": stills.animated_webp(1, SIZE, frames=3),
    "gif": stills.gif(1, SIZE, frames=3),
    "avif": stills.avif(1, (64, 64)),
    "heic": stills.heic(1, (64, 64)),
    "mp4": videos.mp4(1, (64, 64), frames=3, comment=INFOTEXT),
    "mov": videos.mov(1, (64, 64), frames=3),
    "webm": videos.webm(1, (64, 64), frames=3),
}
SIGNATURES = {
    "png": SAMPLES["png"][:8],
    "jpeg": b"\xff\xd8\xff",
    "webp": b"RIFF\xff\xff\xff\x7fWEBP",
    "gif": b"GIF89a",
    "bmff": SAMPLES["mp4"][:32],
    "heif": SAMPLES["heic"][:24],
    "webm": SAMPLES["webm"][:60],
}


def take(content: bytes) -> None:
    """Collect and interpret, and look at what no file may exceed."""
    contents = collect(io.BytesIO(content), len(content))
    assert len(contents.blocks) <= limits.BLOCKS + 1
    assert sum(len(block.data) for block in contents.blocks) <= limits.FILE_BYTES
    interpretation = interpret(contents.blocks)
    interpretation.provenance.model_dump_json()
    for block in contents.blocks:
        (block.text or "").encode()


@pytest.mark.parametrize("kind", SAMPLES)
@quick
@given(data=st.data())
def test_mutated_files(kind, data):
    content = bytearray(SAMPLES[kind])
    positions = st.integers(0, min(len(content), 3000) - 1)
    for at in data.draw(st.lists(positions, max_size=8)):
        content[at] = data.draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFF, content[at] ^ 1]))
    take(bytes(content[: data.draw(st.integers(0, len(content)))]))


@pytest.mark.parametrize("kind", SIGNATURES)
@quick
@given(rest=st.binary(max_size=400))
def test_random_bytes_behind_a_signature(kind, rest):
    take(SIGNATURES[kind] + rest)


@quick
@given(st.binary(max_size=400))
@example(b"")
@example(hostile.garbage(1))
def test_random_bytes(content):
    take(content)


@quick
@given(
    rest=st.binary(max_size=300), prefix=st.sampled_from([b"MM\0*\0\0\0\x08", b"II*\0\x08\0\0\0"])
)
def test_random_exif_and_xmp(rest, prefix):
    for block in (*read_exif(Raw(prefix + rest)), *read_xmp("XMP", Raw(b"<x>" + rest + b"</x>"))):
        (block.text or "").encode()


@quick
@given(text=st.text(max_size=300), settings_text=st.text(max_size=200))
def test_random_infotexts(text, settings_text):
    infotext = f"{text}\nSteps: 20, Sampler: a, Seed: 1, {settings_text}"
    interpret([Block("PNG", "parameters", b"", infotext)])
    list(a1111.read(Blocks([Block("PNG", "UserComment", b"", text)])))


MOST = b"\xff" * 8
HUGE = struct.pack(">I", 2**31 - 1)
LYING = {
    "png chunk": SIGNATURES["png"] + HUGE + b"tEXtparameters\0x",
    "png picture": SIGNATURES["png"] + HUGE + b"IDAT",
    "jpeg segment": b"\xff\xd8\xff\xe1\xff\xffExif\0\0MM\0*" + MOST,
    "webp chunk": b"RIFF" + MOST[:4] + b"WEBPEXIF" + MOST[:4] + b"II*\0" + MOST,
    "gif": b"GIF89a" + MOST * 4,
    "box": SIGNATURES["bmff"] + b"\0\0\0\1moov" + MOST,
    "element": SIGNATURES["webm"] + b"\x18\x53\x80\x67\x01" + MOST,
    "zeros": SIGNATURES["png"] + bytes(1_000_000),
    "many chunks": SIGNATURES["png"] + chunk(b"tEXt", b"") * 50_000,
    "many exif": SIGNATURES["png"] + chunk(b"eXIf", user_comment_exif("x" * 9000)[6:]) * 2100,
}


@pytest.mark.parametrize("name", LYING)
def test_files_that_lie(name):
    take(LYING[name])


@pytest.mark.parametrize(
    ("walk", "content"),
    [
        (png.walk, SIGNATURES["png"] + chunk(b"tIME", b"") * 100),
        (png.walk, SIGNATURES["png"] + (chunk(b"IDAT", b"1") + chunk(b"IDAT", b"22")) * 100),
        (jpeg.walk, b"\xff\xd8" + b"\xff\xe2\0\2" * 100),
        (jpeg.walk, b"\xff\xd8" + b"\xff" * 100),
        (webp.walk, SIGNATURES["webp"] + b"ICCP\0\0\0\0" * 100),
        (gif.walk, b"GIF89a" + bytes(7) + b"\x21\xf0" + b"\x01x" * 100),
        (gif.walk, b"GIF89a" + bytes(7) + b"\x21\xf0\0" * 100),
        (isobmff.walk, SIGNATURES["bmff"] + b"\0\0\0\x08free" * 100),
        (webm.walk, b"\x1aE\xdf\xa3\x87B\x82\x84webm" + b"\xec\x80" * 100),
    ],
)
def test_no_step_of_a_walk_is_free(walk, content):
    """So the reads that a file is granted bound every walk, whatever it lets repeat."""
    span = Span(io.BytesIO(content), 0, len(content), Reads(left=50))
    with pytest.raises(MalformedError, match="it takes more than 2,000,000 reads"):
        list(walk(span))


def test_an_exif_block_of_overlapping_texts_stays_within_the_file_limit():
    """2,000 entries that all point at the same megabyte would be 2 GB."""
    entries = b"".join(
        struct.pack(">HHII", 0x0100 + index, 2, 1_000_000, 24_100) for index in range(2000)
    )
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">H", 2000) + entries
    content = SIGNATURES["png"] + chunk(b"eXIf", tiff.ljust(24_100, b"\0") + b"x" * 1_000_000)
    contents = collect(io.BytesIO(content), len(content))
    assert sum(len(block.data) for block in contents.blocks) <= limits.FILE_BYTES
    assert contents.blocks[-1].problem == "its metadata exceed 33,554,432 bytes"
