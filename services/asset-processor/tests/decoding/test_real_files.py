"""Files as real generators wrote them, from the folder that ALICE_REAL_FILES names."""

import csv
import os
from pathlib import Path

import pytest

from asset_processor.decoding.decode import decode
from asset_processor.decoding.limits import DecodeLimits
from asset_processor.decoding.media_types import JPEG, MP4, PNG, WEBP
from asset_processor.decoding.source import Source

FOLDER = Path(os.environ.get("ALICE_REAL_FILES", ""))
CONTAINERS = {"png": PNG, "jpeg": JPEG, "webp": WEBP, "bmff:isom": MP4}

if "ALICE_REAL_FILES" not in os.environ:
    pytest.skip("ALICE_REAL_FILES names no folder", allow_module_level=True)


def rows() -> list[dict[str, str]]:
    with (FOLDER / "INDEX.csv").open(newline="") as index:
        return list(csv.DictReader(index))


def test_the_folder_is_complete():
    assert len(rows()) == 43


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"])
def test_a_real_file_has_its_media_type_and_size(row: dict[str, str]):
    decoded = decode(Source.of(FOLDER / row["file"]), DecodeLimits())
    assert decoded.media_type == CONTAINERS[row["real_container"]]
    if row["width"]:
        assert (decoded.width, decoded.height) == (int(row["width"]), int(row["height"]))
    assert min(decoded.width, decoded.height) >= 1
