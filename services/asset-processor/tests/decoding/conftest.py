"""Files to decode."""

from collections.abc import Callable
from pathlib import Path

import pytest

from alice_decoding.limits import DecodeLimits
from alice_decoding.source import Source
from asset_processor.decoding.decode import decode
from asset_processor.decoding.decoded import Decoded

WriteSource = Callable[[bytes], Source]
DecodeBytes = Callable[..., Decoded]


@pytest.fixture
def write_source(tmp_path: Path) -> WriteSource:
    """Write bytes under a name that tells nothing."""

    def write(content: bytes) -> Source:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.dat"
        path.write_bytes(content)
        return Source.of(path)

    return write


@pytest.fixture
def decode_bytes(write_source: WriteSource) -> DecodeBytes:
    def run(content: bytes, **limits: int) -> Decoded:
        return decode(write_source(content), DecodeLimits(**limits))

    return run
