"""Files as real generators wrote them."""

import pytest

from alice_contracts.media_types import JPEG, MP4, PNG, WEBP
from alice_decoding.limits import DecodeLimits
from alice_decoding.source import Source
from asset_processor.decoding.decode import decode

CONTAINERS = {"png": PNG, "jpeg": JPEG, "webp": WEBP, "bmff:isom": MP4}

pytestmark = pytest.mark.real_files


def test_the_folder_is_complete(real_files):
    assert len(real_files) == 43


def test_a_real_file_has_its_media_type_and_size(real_file):
    decoded = decode(Source.of(real_file.path), DecodeLimits())
    assert decoded.media_type == CONTAINERS[real_file.container]
    assert real_file.size in {None, (decoded.width, decoded.height)}
    assert min(decoded.width, decoded.height) >= 1
