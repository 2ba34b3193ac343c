"""Files a second through the floor and through the decode pool, on the same cores and files.

The floor is what nobody can do without: read, SHA-256, one decode, both renditions, perceptual
hash; bare libvips in plain multiprocessing. Prints a table, then JSON as the last line.
"""

import argparse
import asyncio
import hashlib
import json
import os
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from alice_core.sandbox.process import bound
from alice_decoding.limits import DecodeLimits
from alice_decoding.pool import DecodePool
from alice_decoding.source import Source
from alice_samples.sets import benchmark_set
from asset_processor.decoding import worker

LARGE_EDGE, SMALL_EDGE, JPEG_QUALITY = 1024, 256, 82


def floor(path: Path) -> tuple[str, int, int]:
    """The bare chain of one file; returns what must not be optimised away."""
    import pyvips

    from asset_processor.decoding.fingerprints import perceptual_hash

    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    picture = pyvips.Image.new_from_buffer(data, "", access="sequential").copy_memory()
    large = picture.thumbnail_image(LARGE_EDGE, height=LARGE_EDGE, size="down").copy_memory()
    small = large.thumbnail_image(SMALL_EDGE, height=SMALL_EDGE, size="down").copy_memory()
    written = sum(len(image.jpegsave_buffer(Q=JPEG_QUALITY)) for image in (large, small))
    return digest, written, perceptual_hash(small.numpy())


async def measure(files: list[Path], processes: int, rounds: int) -> list[tuple[float, float]]:
    """Seconds of the floor and of the pool, in turn, so that other load falls on both."""
    floors = get_context("spawn").Pool(processes, bound, (DecodeLimits().bounds,))
    sources = [Source.of(path) for path in files]
    with floors:
        async with DecodePool(worker.run, workers=processes) as pool:

            async def round_of(some: slice) -> tuple[float, float]:
                begun = time.perf_counter()
                floors.map(floor, files[some], chunksize=1)
                turn = time.perf_counter()
                await asyncio.gather(*(pool.decode(source) for source in sources[some]))
                return turn - begun, time.perf_counter() - turn

            await round_of(slice(2 * processes))  # starts the processes and loads the libraries
            return [await round_of(slice(None)) for _ in range(rounds)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = benchmark_set(Path(folder), options.files)
        seconds = asyncio.run(measure(files, options.processes, options.rounds))
    floors, pools = zip(*seconds, strict=True)
    report(vars(options), options.files / median(floors), options.files / median(pools))


def report(options: dict[str, int], floor_rate: float, pool_rate: float) -> None:
    times = floor_rate / pool_rate
    print(f"{'chain':<14}{'files/s':>10}{'times the floor':>18}")
    print(f"{'floor':<14}{floor_rate:>10.1f}{1:>18.2f}")
    print(f"{'decode pool':<14}{pool_rate:>10.1f}{times:>18.2f}")
    rates = {"floor_files_per_second": floor_rate, "pool_files_per_second": pool_rate}
    print(json.dumps({**options, **rates, "times_the_floor": times}))


if __name__ == "__main__":
    main()
