"""Milliseconds and memory that measuring a picture takes, after it was decoded, on one core.

BRISQUE alone, all measures, and the whole of a worker's task without fetching. Processor time is
counted, so that other load on the machine does not. Prints a table, then JSON as the last line.
"""

import argparse
import io
import json
import resource
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from alice_core.sandbox.process import bound
from alice_decoding.limits import DecodeLimits
from alice_samples import stills

SIZES = ((512, 512), (1024, 1024), (2048, 2048), (3840, 2160), (8000, 6000))


def measured(content: bytes, rounds: int) -> dict[str, float]:
    """In a process of its own, because a peak of memory is never lowered."""
    import cv2

    from alice_decoding.reading import configure, read_picture
    from quality_analyzer.judging.judge import judge_picture
    from quality_analyzer.measuring.brisque import brisque
    from quality_analyzer.measuring.measure import measure
    from quality_analyzer.measuring.planes import windows

    configure()
    cv2.setNumThreads(1)

    def decode_and_judge() -> None:
        picture = read_picture(io.BytesIO(content), len(content), DecodeLimits())
        judge_picture(picture)

    picture = read_picture(io.BytesIO(content), len(content), DecodeLimits())
    before = peak()
    figures = {
        "brisque_ms": spent(lambda: brisque(windows(picture.pixels)), rounds),
        "all_ms": spent(lambda: measure(picture.pixels), rounds),
        "decode_and_judge_ms": spent(decode_and_judge, rounds),
    }
    return figures | {"decoded_megabytes": before, "peak_megabytes": peak()}


def brisque_of(path: Path) -> float | None:
    """Decode a file and score it, with nothing around."""
    import cv2

    from alice_decoding.reading import configure, read_picture
    from quality_analyzer.measuring.brisque import brisque
    from quality_analyzer.measuring.planes import windows

    configure()
    cv2.setNumThreads(1)
    with path.open("rb") as file:
        picture = read_picture(file, path.stat().st_size, DecodeLimits())
    return brisque(windows(picture.pixels))


def spent(work: Callable[[], object], rounds: int) -> float:
    """The median of processor time in milliseconds, behind a first run that does not count."""
    work()
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return median(times)


def peak() -> float:
    """The most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    found = {}
    for width, height in SIZES:
        content = stills.jpeg(1, (width, height))
        with get_context("spawn").Pool(1, bound, (DecodeLimits().bounds,)) as pool:
            found[f"{width}x{height}"] = pool.apply(measured, (content, rounds))
    columns = list(next(iter(found.values())))
    print(f"{'':12}" + "".join(f"{column:>22}" for column in columns))
    for size, figures in found.items():
        print(f"{size:12}" + "".join(f"{figures[column]:22.1f}" for column in columns))
    print(json.dumps({"rounds": rounds, "sizes": found}))


if __name__ == "__main__":
    main()
