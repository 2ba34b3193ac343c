"""Decoding in processes of their own, of which the parent loads nothing."""

import asyncio
import subprocess
import sys

from alice_decoding.pool import DecodePool
from alice_samples import stills
from asset_processor.decoding import worker


async def test_many_files_at_once(write_source):
    sources = [write_source(stills.png(seed, (64, 48))) for seed in range(12)]
    async with DecodePool(worker.run, workers=2) as pool:
        decoded = await asyncio.gather(*(pool.decode(source) for source in sources))
    assert len({result.pixel_hash for result in decoded}) == 12


def test_the_parent_loads_no_decoder():
    program = "import sys, asset_processor.decoding.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert not {"pyvips", "av", "PIL", "numpy"} & set(done.stdout.decode().split())
