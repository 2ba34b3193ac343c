"""Every format gives its facts and two renditions, with one decode."""

import io

import numpy as np
import pytest
import pyvips
from PIL import Image, ImageCms, ImageOps

from alice_contracts.media_types import AVIF, GIF, HEIC, JPEG, PNG, WEBP
from alice_samples import stills
from alice_samples.pictures import paint
from asset_processor.decoding.decoded import Decoded

SIZE = (300, 200)
ORIENTATION = 0x0112


def save(image: Image.Image, file_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def rendition_pixels(decoded: Decoded, position: int = 0) -> np.ndarray:
    with Image.open(io.BytesIO(decoded.renditions[position].data)) as image:
        return np.asarray(image).astype(int)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (stills.png(2, SIZE), PNG),
        (stills.jpeg(2, SIZE), JPEG),
        (stills.webp(2, SIZE), WEBP),
        (stills.gif(2, SIZE, frames=1), GIF),
        (stills.avif(2, SIZE), AVIF),
        (stills.heic(2, SIZE), HEIC),
    ],
)
def test_a_still_picture(decode_bytes, content: bytes, media_type):
    decoded = decode_bytes(content)
    assert (decoded.media_type, decoded.width, decoded.height) == (media_type, *SIZE)
    assert (decoded.frames, decoded.duration, decoded.decodes) == (1, None, 1)
    assert not decoded.has_alpha
    original = paint(2, SIZE).astype(int)
    assert np.abs(rendition_pixels(decoded) - original).mean() < 12


@pytest.mark.parametrize("make", [stills.animated_webp, stills.gif])
def test_an_animation_shows_its_first_frame(decode_bytes, make):
    decoded = decode_bytes(make(3, SIZE, frames=5))
    assert (decoded.frames, decoded.duration, decoded.decodes) == (5, 0.5, 1)
    first = np.asarray(stills.motion(3, SIZE, 5)[0]).astype(int)
    assert np.abs(rendition_pixels(decoded) - first).mean() < 12


@pytest.mark.parametrize("file_format", ["PNG", "AVIF"])
def test_an_animation_in_a_format_of_stills(decode_bytes, file_format: str):
    first, *rest = stills.motion(3, SIZE, 4)
    content = save(first, file_format, save_all=True, append_images=rest, duration=250)
    decoded = decode_bytes(content)
    assert (decoded.frames, decoded.duration, decoded.decodes) == (4, 1.0, 1)


@pytest.mark.parametrize(
    ("size", "large", "small"),
    [
        ((2048, 1024), (1024, 512), (256, 128)),
        ((500, 1500), (341, 1024), (85, 256)),
        ((300, 200), (300, 200), (256, 171)),
        ((30, 20), (30, 20), (30, 20)),
        ((3000, 1), (1024, 1), (256, 1)),
    ],
)
def test_renditions_are_never_enlarged(decode_bytes, size, large, small):
    renditions = decode_bytes(stills.png(1, size)).renditions
    assert [(rendition.width, rendition.height) for rendition in renditions] == [large, small]
    for rendition in renditions:
        with Image.open(io.BytesIO(rendition.data)) as image:
            assert image.size == (rendition.width, rendition.height)
            assert Image.MIME[image.format] == rendition.mime == "image/jpeg"


def test_transparency_is_kept(decode_bytes):
    image = stills.picture(1, SIZE)
    image.putalpha(Image.linear_gradient("L").resize(SIZE))
    decoded = decode_bytes(save(image, "PNG"))
    assert decoded.has_alpha
    assert {rendition.mime for rendition in decoded.renditions} == {"image/webp"}
    assert np.ptp(rendition_pixels(decoded)[..., 3]) > 200


def test_an_alpha_channel_that_nobody_sees_costs_no_webp(decode_bytes):
    image = stills.picture(1, SIZE)
    image.putalpha(Image.effect_noise(SIZE, 100).point(lambda value: 254 + (value > 127)))
    decoded = decode_bytes(save(image, "PNG"))
    assert decoded.has_alpha
    assert {rendition.mime for rendition in decoded.renditions} == {"image/jpeg"}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file_format", ["JPEG", "WEBP", "PNG", "AVIF"])
def test_pictures_stand_upright(decode_bytes, orientation: int, file_format: str):
    corners = Image.new("RGB", (64, 32))
    corners.paste((250, 0, 0), (0, 0, 32, 16))
    corners.paste((0, 250, 0), (32, 0, 64, 16))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    content = save(corners, file_format, exif=exif)
    with Image.open(io.BytesIO(content)) as image:
        expected = ImageOps.exif_transpose(image).convert("RGB")
    decoded = decode_bytes(content)
    assert (decoded.width, decoded.height) == expected.size
    assert np.abs(rendition_pixels(decoded) - np.asarray(expected).astype(int)).mean() < 12


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16"])
def test_other_pixel_layouts_become_rgb(decode_bytes, mode: str):
    grey = Image.linear_gradient("L")
    image = grey.point(lambda value: value * 257, "I").convert("I;16") if mode == "I;16" else None
    decoded = decode_bytes(save(image or grey.convert(mode), "PNG"))
    pixels = rendition_pixels(decoded)
    assert pixels.shape == (256, 256, 3)
    assert pixels[250].mean() > 200 > 50 > pixels[5].mean()


def test_cmyk_is_converted(decode_bytes):
    content = save(Image.new("CMYK", (32, 32), (0, 255, 255, 0)), "JPEG")
    red, green, blue = rendition_pixels(decode_bytes(content)).mean((0, 1))
    assert red > 180
    assert max(green, blue) < 90


def test_renditions_are_srgb_without_metadata(decode_bytes):
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    picture = stills.picture(1, SIZE)
    for profile in (wide, b"no profile at all"):
        decoded = decode_bytes(save(picture, "JPEG", icc_profile=profile, comment=b"secret"))
        for rendition in decoded.renditions:
            with Image.open(io.BytesIO(rendition.data)) as image:
                assert not {"icc_profile", "exif", "comment", "xmp"} & set(image.info)


def test_a_colour_profile_is_applied(decode_bytes):
    image = Image.new("RGB", (32, 32), (200, 100, 50))
    swapped = pyvips.Image.new_from_array(np.asarray(image)).copy(interpretation="srgb")
    profiled = swapped.icc_transform("p3")
    decoded = decode_bytes(profiled.pngsave_buffer())
    assert np.abs(rendition_pixels(decoded) - np.asarray(image)).max() <= 4


def test_a_file_is_decoded_once(decode_bytes, monkeypatch):
    evaluated = []
    materialise = pyvips.Image.numpy
    monkeypatch.setattr(
        pyvips.Image,
        "numpy",
        lambda image: evaluated.append((image.width, image.height)) or materialise(image),
    )
    assert decode_bytes(stills.png(1, (2048, 1024))).decodes == 1
    assert evaluated == [(2048, 1024), (256, 128)]


def test_decoding_is_deterministic(decode_bytes):
    content = stills.webp(5, (1200, 900))
    assert decode_bytes(content) == decode_bytes(content)
