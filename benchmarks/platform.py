"""The whole platform on one machine: time until ready, files a second, memory when idle.

Files a second are those from adding a library until every asset is processed and findable,
beside the floor (read, SHA-256, one decode, both renditions, perceptual hash) on the same
files and cores, measured right before. Prints a table, then JSON as the last line.
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
from typing import Any

import httpx
import psutil

from alice_core.sandbox.process import bound
from alice_core.testing.servers import free_port
from alice_decoding.limits import DecodeLimits
from alice_samples.sets import benchmark_set
from benchmarks.decode_floor import floor

ALICE = Path(sys.executable).with_name("alice")
LOOK_AGAIN = 0.1  # seconds


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


def floor_rate(files: list[Path], processes: int) -> float:
    with get_context("spawn").Pool(processes, bound, (DecodeLimits().bounds,)) as pool:
        pool.map(floor, files[: 2 * processes], chunksize=1)
        begun = time.perf_counter()
        pool.map(floor, files, chunksize=1)
        return len(files) / (time.perf_counter() - begun)


def ingest_rate(client: httpx.Client, root: Path, count: int) -> float:
    begun = time.perf_counter()
    client.post("/api/v1/libraries", json={"path": str(root)}).raise_for_status()
    while found(client) < count:
        time.sleep(LOOK_AGAIN)
    return count / (time.perf_counter() - begun)


def found(client: httpx.Client) -> int:
    """How many assets are processed and findable."""
    query: dict[str, Any] = {"state": "processed", "limit": 1000}
    total = 0
    while True:
        page = client.get("/api/v1/assets", params=query).raise_for_status().json()
        total += len(page["items"])
        if page["next"] is None:
            return total
        query["cursor"] = page["next"]


def measure(folder: Path, count: int, processes: int) -> dict[str, float]:
    files = benchmark_set(folder / "pictures", count)
    warm_up = benchmark_set(folder / "first", 2 * processes)
    platform = Platform(folder / "home", free_port())
    cold = platform.up()
    platform.down()
    warm = platform.up()
    try:
        with platform.client() as client:
            ingest_rate(client, folder / "first", len(warm_up))
            idle = platform.memory()
            lowest = floor_rate(files, processes)
            rate = ingest_rate(client, folder / "pictures", count)
    finally:
        platform.down()
    return {
        "up_cold_seconds": cold,
        "up_warm_seconds": warm,
        "idle_pss_megabytes": idle,
        "floor_files_per_second": lowest,
        "platform_files_per_second": rate,
        "times_the_floor": lowest / rate,
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
