"""The whole platform on one machine: time until ready, files a second, memory when idle.

Files a second are those from adding a library until every asset is processed and findable, and
until metadata and quality have told of it too, beside the floor of knowing all of that (read,
SHA-256, both renditions, perceptual hash, a second decode, BRISQUE) on the same files and cores,
measured right before. Memory is taken when nothing has been asked for long enough that worker
processes have ended. Prints a table, then JSON as the last line.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil

from alice_core.sandbox.process import bound
from alice_core.testing.servers import free_port
from alice_decoding.limits import DecodeLimits
from alice_samples.sets import benchmark_set
from benchmarks.decode_floor import floor
from benchmarks.quality import brisque_of

ALICE = Path(sys.executable).with_name("alice")
LOOK_AGAIN = 0.5  # seconds
WORKERS_END = 40.0  # seconds without work


class Platform:
    """A platform of the benchmark's own, started and stopped as a user would."""

    def __init__(self, home: Path, port: int) -> None:
        self._home = home
        self._environ = {**os.environ, "ALICE_PORT": str(port)}
        self.url = f"http://127.0.0.1:{port}"

    def up(self) -> float:
        """Seconds until everything answers."""
        begun = time.perf_counter()
        self._alice("up", "--detach")
        return time.perf_counter() - begun

    def down(self) -> None:
        self._alice("down")

    def client(self) -> httpx.Client:
        token = (self._home / "secrets" / "token").read_text().strip()
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {token}"})

    def memory(self) -> float:
        """PSS of all processes together, in MB: shared pages count once."""
        state = json.loads((self._home / "run" / "state.json").read_text())
        root = psutil.Process(state["supervisor"]["pid"])
        processes = [root, *root.children(recursive=True)]
        return sum(process.memory_full_info().pss for process in processes) / 1e6

    def _alice(self, *arguments: str) -> None:
        command = [ALICE, *arguments, "--home", str(self._home)]
        subprocess.run(command, env=self._environ, check=True, stdout=subprocess.DEVNULL)


def known_floor(path: Path) -> tuple[object, float | None]:
    """The bare chain of one file that is to be fully known."""
    return floor(path), brisque_of(path)


def floor_rate(files: list[Path], processes: int) -> float:
    with get_context("spawn").Pool(processes, bound, (DecodeLimits().bounds,)) as pool:
        pool.map(known_floor, files[: 2 * processes], chunksize=1)
        begun = time.perf_counter()
        pool.map(known_floor, files, chunksize=1)
        return len(files) / (time.perf_counter() - begun)


def ingest_rates(client: httpx.Client, root: Path, count: int) -> tuple[float, float]:
    """Files a second until all are findable, and until all are fully known."""
    begun = time.perf_counter()
    client.post("/api/v1/libraries", json={"path": str(root)}).raise_for_status()
    findable = None
    while (told := documents(client)).known < count:
        if findable is None and told.processed >= count:
            findable = time.perf_counter() - begun
        time.sleep(LOOK_AGAIN)
    known = time.perf_counter() - begun
    return count / (findable or known), count / known


class Documents(NamedTuple):
    """How many assets are findable with their renditions, and of how many all is known."""

    processed: int
    known: int


def documents(client: httpx.Client) -> Documents:
    query = {"kind": "image", "facet": ["state", "stars", "generator"]}
    answer = client.get("/api/v1/assets/facets", params=query).raise_for_status().json()
    counts = {
        name: sum(value["count"] for value in values if value["value"] != "discovered")
        for name, values in answer["facets"].items()
    }
    return Documents(counts["state"], min(counts.values()))


def measure(folder: Path, count: int, processes: int) -> dict[str, float]:
    files = benchmark_set(folder / "pictures", count)
    first = 2 * processes
    benchmark_set(folder / "first", first)
    platform = Platform(folder / "home", free_port())
    cold = platform.up()
    platform.down()
    warm = platform.up()
    try:
        with platform.client() as client:
            ingest_rates(client, folder / "first", first)
            loaded = platform.memory()
            lowest = floor_rate(files, processes)
            findable, known = ingest_rates(client, folder / "pictures", count)
            time.sleep(WORKERS_END)
            idle = platform.memory()
    finally:
        platform.down()
    return {
        "up_cold_seconds": cold,
        "up_warm_seconds": warm,
        "loaded_pss_megabytes": loaded,
        "idle_pss_megabytes": idle,
        "floor_files_per_second": lowest,
        "findable_files_per_second": findable,
        "known_files_per_second": known,
        "times_the_floor": lowest / known,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # PostgreSQL leaves root's account, and must be able to reach its data.
        Path(folder).chmod(0o755)
        figures = measure(Path(folder), options.files, options.processes)
    for name, figure in figures.items():
        print(f"{name:<28}{figure:>10.2f}")
    print(json.dumps({**vars(options), **figures}))


if __name__ == "__main__":
    main()
